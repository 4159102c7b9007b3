//! The kinds of event destinations.

use crate::word::OtherWord;
use crate::word::open_words;

/// The kind of an event destination. Its configuration stands under the same word.
///
/// The set is open: a word that this version does not know is kept in [`Other`](Self::Other) and written back
/// unchanged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum EventDestinationType {
    /// A URL that events are posted to; what Deck takes when a request names no type.
    Webhook,
    /// A queue of Amazon SQS.
    AwsSqs,
    /// A stream of Amazon Kinesis.
    AwsKinesis,
    /// A bucket of Amazon S3.
    AwsS3,
    /// A bus of Amazon `EventBridge`.
    AwsEventbridge,
    /// A topic of Google Cloud Pub/Sub.
    GcpPubsub,
    /// An exchange of `RabbitMQ`.
    Rabbitmq,
    /// A queue or topic of Azure Service Bus.
    AzureServicebus,
    /// Hookdeck.
    Hookdeck,
    /// Any other word.
    Other(OtherWord),
}

open_words!(EventDestinationType {
    Webhook = "webhook",
    AwsSqs = "aws_sqs",
    AwsKinesis = "aws_kinesis",
    AwsS3 = "aws_s3",
    AwsEventbridge = "aws_eventbridge",
    GcpPubsub = "gcp_pubsub",
    Rabbitmq = "rabbitmq",
    AzureServicebus = "azure_servicebus",
    Hookdeck = "hookdeck",
});
