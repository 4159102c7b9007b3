//! Seeded payloads: what a task was given, and what it brought back.

use serde_json::Value;
use serde_json::json;

use crate::seed::directory::Trade;
use crate::seed::random::Random;

const CITIES: [&str; 6] = [
    "Montréal",
    "Toronto",
    "Québec",
    "Halifax",
    "Zürich",
    "São Paulo",
];
const MERCHANTS: [&str; 8] = [
    "Hydro-Québec",
    "Corner Café",
    "Northwind Grocers",
    "Métro",
    "Blue Ocean Air",
    "K & K Hardware",
    "Parking 24/7",
    "Refund \"late fee\"",
];
const NAMES: [&str; 6] = [
    "Amélie Tremblay",
    "John O'Neil",
    "Nguyễn Văn An",
    "Zoë Müller",
    "Priya Raman",
    "Olivier Côté",
];
const CARRIERS: [&str; 3] = ["Purolator", "Canada Post", "DHL"];

/// The alphabet of encrypted payloads, base64url.
const BASE64URL: [char; 64] = [
    'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S',
    'T', 'U', 'V', 'W', 'X', 'Y', 'Z', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l',
    'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', '0', '1', '2', '3', '4',
    '5', '6', '7', '8', '9', '-', '_',
];

/// Draws the input of a task of this trade; `day` is the day of the run, as in `2026-11-02`.
pub(crate) fn input(random: &mut Random, trade: Trade, day: &str) -> Value {
    match trade {
        Trade::Invoices | Trade::MeterReadings => {
            json!({"account_number": random.digits(9), "until": day})
        }
        Trade::Transactions => {
            json!({"account": {"last_four": random.digits(4), "type": "chequing"}, "until": day, "limit": 50})
        }
        Trade::Balance => json!({"accounts": [random.digits(4), random.digits(4)]}),
        Trade::PayStubs | Trade::Employment => {
            json!({"employee": *random.pick(&NAMES), "year": &day[..4.min(day.len())]})
        }
        Trade::Claims => {
            json!({"claim_number": random.id("CL-"), "include_documents": random.chance(50)})
        }
        Trade::Coverage => Value::Null,
        Trade::Orders => json!({"since": day, "statuses": ["open", "shipped"]}),
        Trade::AddressChange => {
            let street = format!("{} rue Saint-Denis", random.between(1, 9_999));
            json!({"street": street, "city": *random.pick(&CITIES), "unit": null})
        }
        Trade::Shipments => json!(
            (0..random.between(1, 4))
                .map(|_| random.digits(12))
                .collect::<Vec<_>>()
        ),
        Trade::Appointments => Value::String(format!("any morning after {day}")),
    }
}

/// Draws the output of a successful run of this trade.
pub(crate) fn output(random: &mut Random, trade: Trade, day: &str) -> Value {
    match trade {
        Trade::Invoices => {
            let invoices = list(random, 1, 12, |random, row| invoice(random, row, day));
            json!({"currency": "CAD", "invoices": invoices})
        }
        Trade::MeterReadings => json!(list(random, 2, 24, |random, row| json!([
            row,
            random.between(180, 1_900)
        ]))),
        Trade::Transactions => {
            let transactions = list(random, 5, 60, |random, row| transaction(random, row, day));
            json!({"transactions": transactions, "truncated": false})
        }
        Trade::Balance => json!(random.amount(0, 48_000)),
        Trade::PayStubs => json!({"pay_stubs": list(random, 1, 6, pay_stub)}),
        Trade::Employment => {
            json!({"employer": "Northwind Traders", "title": "Analyst", "full_time": true, "ended_on": null})
        }
        Trade::Claims => claim(random),
        Trade::Coverage => {
            json!({"deductible": random.between(1, 8) * 250, "riders": [], "active": true})
        }
        Trade::Orders => json!(list(random, 0, 9, order)),
        Trade::AddressChange => Value::String(format!(
            "Your address was updated. Confirmation {}.",
            random.digits(8)
        )),
        Trade::Shipments => {
            json!({"carrier": *random.pick(&CARRIERS), "stops": list(random, 1, 7, stop)})
        }
        Trade::Appointments => {
            json!({"booked": true, "at": format!("{day}T09:{}:00-05:00", random.between(10, 59))})
        }
    }
}

/// Draws the output of a successful run of any trade.
pub(crate) fn found(random: &mut Random, day: &str) -> Value {
    let trades = [
        Trade::Invoices,
        Trade::MeterReadings,
        Trade::Transactions,
        Trade::Balance,
        Trade::PayStubs,
        Trade::Claims,
        Trade::Orders,
        Trade::Shipments,
    ];
    let trade = *random.pick(&trades);
    output(random, trade, day)
}

/// Draws the output of a run that completed and found nothing.
pub(crate) fn nothing_found(random: &mut Random) -> Value {
    let reasons = [
        "no account matches the input",
        "the page is empty",
        "the account is closed",
    ];
    json!({"found": false, "reason": *random.pick(&reasons)})
}

/// Draws a payload as an organization with payload encryption receives it: one string, whatever was inside.
pub(crate) fn encrypted(random: &mut Random) -> Value {
    let length = random.between(60, 420);
    Value::String(
        "enc_"
            .chars()
            .chain((0..length).map(|_| *random.pick(&BASE64URL)))
            .collect(),
    )
}

fn list(
    random: &mut Random,
    least: u64,
    most: u64,
    mut row: impl FnMut(&mut Random, u64) -> Value,
) -> Vec<Value> {
    let count = random.between(least, most);
    (1..=count).map(|number| row(random, number)).collect()
}

fn invoice(random: &mut Random, row: u64, day: &str) -> Value {
    let number = format!("INV-{}-{row:03}", random.digits(5));
    let amount = random.amount(12, 900);
    json!({"number": number, "issued_on": day, "amount": amount, "paid": random.chance(70)})
}

fn transaction(random: &mut Random, row: u64, day: &str) -> Value {
    let amount = random.amount(1, 2_400);
    let signed = if random.chance(80) { -amount } else { amount };
    let description = *random.pick(&MERCHANTS);
    json!({
        "row": row,
        "posted_on": day,
        "description": description,
        "amount": signed,
        "category": null,
    })
}

fn pay_stub(random: &mut Random, row: u64) -> Value {
    let gross = random.amount(1_800, 4_200);
    let tax = random.amount(200, 900);
    let pension = random.amount(50, 200);
    json!({"period": row, "gross": gross, "deductions": {"tax": tax, "pension": pension}})
}

fn claim(random: &mut Random) -> Value {
    let notes = ["received", "assigned", "in review", "paid"];
    let history = list(
        random,
        1,
        5,
        |random, row| json!({"step": row, "note": *random.pick(&notes)}),
    );
    json!({"state": "open", "adjuster": {"name": *random.pick(&NAMES), "phone": null}, "history": history})
}

fn order(random: &mut Random, row: u64) -> Value {
    let order_number = random.digits(10);
    let total = random.amount(9, 600);
    let items = random.between(1, 14);
    json!({"position": row, "order_number": order_number, "total": total, "items": items})
}

fn stop(random: &mut Random, row: u64) -> Value {
    json!({"stop": row, "city": *random.pick(&CITIES), "scan": random.id("")})
}
