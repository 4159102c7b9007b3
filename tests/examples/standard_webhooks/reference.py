"""Signs and verifies deliveries with the reference library of Standard Webhooks.

Reads a delivery from each line of the standard input, as JSON with `secret`, `id`, `timestamp`, `body` and
`signature`, and writes a line of JSON with whether the library accepts it (`accepts`), whether it accepts it
with another body (`accepts_another_body`), and what it signs itself (`signature`).
"""

import json
import sys
from datetime import datetime, timezone

from standardwebhooks import Webhook, WebhookVerificationError


def accepts(webhook, headers, body):
    try:
        webhook.verify(body, headers, json_parse=False)
    except WebhookVerificationError:
        return False
    return True


for line in sys.stdin:
    delivery = json.loads(line)
    webhook = Webhook(delivery["secret"])
    body = delivery["body"]
    headers = {
        "webhook-id": delivery["id"],
        "webhook-timestamp": str(delivery["timestamp"]),
        "webhook-signature": delivery["signature"],
    }
    signed_at = datetime.fromtimestamp(delivery["timestamp"], tz=timezone.utc)
    report = {
        "accepts": accepts(webhook, headers, body),
        "accepts_another_body": accepts(webhook, headers, body + " "),
        "signature": webhook.sign(delivery["id"], signed_at, body),
    }
    print(json.dumps(report))
