//! What deliveries change in the state of a sandbox.

use std::time::Duration;
use std::time::SystemTime;

use bytes::Bytes;
use deck_types::DeliveryStatus;
use deck_types::Event;
use deck_types::EventDelivery;
use deck_types::EventDeliveryId;
use deck_types::EventDestinationId;
use deck_types::EventDestinationStatus;
use deck_types::EventDestinationType;
use deck_types::EventType;
use deck_types::Timestamp;
use deck_types::WebhookConfig;
use http::Request;

use crate::DeliveryFault;
use crate::Order;
use crate::engine::timeline::Moment;
use crate::resource::delivery::Delivery;
use crate::resource::destination::Destination;
use crate::sort_key::SortKey;
use crate::state::State;
use crate::webhooks::outbox::Parcel;
use crate::webhooks::outbox::Stage;
use crate::webhooks::signed_request::signed_request;

/// The largest number of deliveries that are kept for the listing.
const MAX_KEPT: usize = 100_000;

/// A parcel whose next attempt is to be made now.
pub(crate) struct Departure {
    pub(crate) parcel: Parcel,
    pub(crate) request: Request<Bytes>,
    pub(crate) due: Duration,
}

impl State {
    /// Lets `event`, which happens at `moment`, wait for its delivery to every active webhook that wants it.
    pub(crate) fn queue_event(&mut self, event: &Event, moment: Moment) {
        let destinations = self.destinations.iter();
        let wanting = destinations.filter(|destination| wants(destination, event));
        let mut wanting: Vec<_> = wanting
            .map(|it| (SortKey::of(it, Order::OldestFirst), it.shown.id.clone()))
            .collect();
        wanting.sort_unstable();
        for (_, destination_id) in wanting {
            let parcel = Parcel {
                id: self.ids.delivery(),
                event_id: event.id.clone(),
                event_type: event.event_type.clone(),
                created_at: event.created_at.clone(),
                destination_id,
                attempts: 0,
                stage: Stage::Next,
            };
            if let Some(given_up) = self.outbox.add(moment.elapsed, parcel) {
                self.record(&given_up, DeliveryStatus::Failure, None);
            }
        }
    }

    /// Takes out the first attempt that is due at `moment`. Requests are signed at `now`, or when they were
    /// due.
    ///
    /// What is due to a destination that is not active any more is not delivered.
    pub(crate) fn depart(&mut self, moment: Moment, now: Option<SystemTime>) -> Option<Departure> {
        while let Some((due, mut parcel)) = self.outbox.take_due(moment.elapsed) {
            let then = moment.earlier(due);
            if !self.is_deliverable(&parcel) {
                continue;
            }
            let fault = match parcel.stage {
                Stage::Next => self.outbox.next_fault(),
                Stage::PutOff | Stage::Copy => None,
            };
            match fault {
                Some(DeliveryFault::Late(late)) => {
                    parcel.stage = Stage::PutOff;
                    self.outbox.add(due.saturating_add(late), parcel);
                    continue;
                }
                Some(DeliveryFault::Drop) => {
                    parcel.attempts = parcel.attempts.saturating_add(1);
                    self.record(&parcel, DeliveryStatus::Success, Some(then));
                    continue;
                }
                Some(DeliveryFault::Duplicate) => {
                    let stage = Stage::Copy;
                    self.outbox.add(
                        due,
                        Parcel {
                            stage,
                            ..parcel.clone()
                        },
                    );
                }
                _ => {}
            }
            if parcel.stage != Stage::Copy {
                parcel.attempts = parcel.attempts.saturating_add(1);
            }
            match self.request(&parcel, fault, then, now) {
                Some(request) => {
                    return Some(Departure {
                        parcel,
                        request,
                        due,
                    });
                }
                None => self.arrive(parcel, false, then),
            }
        }
        None
    }

    /// Notes whether `parcel` was taken by its destination at `moment`.
    pub(crate) fn arrive(&mut self, mut parcel: Parcel, is_taken: bool, moment: Moment) {
        if parcel.stage == Stage::Copy {
            return;
        }
        if is_taken {
            self.record(&parcel, DeliveryStatus::Success, Some(moment));
            return;
        }
        self.record(&parcel, DeliveryStatus::Failure, None);
        match self.outbox.retry_after(parcel.attempts) {
            Some(delay) => {
                parcel.stage = Stage::Next;
                self.outbox
                    .add(moment.elapsed.saturating_add(delay), parcel);
            }
            None => self.switch_off(&parcel.destination_id, moment),
        }
    }

    /// Returns whether there is a webhook that is active.
    #[cfg(feature = "server")]
    pub(crate) fn has_webhook(&self) -> bool {
        self.destinations.iter().any(is_active_webhook)
    }

    fn is_deliverable(&self, parcel: &Parcel) -> bool {
        let destination = self.destinations.get(parcel.destination_id.as_str());
        destination.is_some_and(is_active_webhook)
            && self.events.get(parcel.event_id.as_str()).is_some()
    }

    fn request(
        &self,
        parcel: &Parcel,
        fault: Option<DeliveryFault>,
        moment: Moment,
        now: Option<SystemTime>,
    ) -> Option<Request<Bytes>> {
        let destination = self.destinations.get(parcel.destination_id.as_str())?;
        let event = self.events.get(parcel.event_id.as_str())?;
        let config: WebhookConfig = destination.config.parse().ok()?;
        let old = destination.old_secret.as_ref();
        let old = old.filter(|old| moment.elapsed < old.until);
        let now = now.unwrap_or(moment.time_of_day);
        let old = old.map(|old| &old.secret);
        signed_request(&config, old, &parcel.id, event, fault, now)
    }

    fn record(&mut self, parcel: &Parcel, status: DeliveryStatus, delivered: Option<Moment>) {
        let mut shown = EventDelivery::fixture(parcel.event_id.clone());
        shown.status = Some(status);
        shown.event_type.clone_from(&parcel.event_type);
        shown.event_destination_id = Some(parcel.destination_id.clone());
        shown.attempts = Some(parcel.attempts);
        shown.created_at.clone_from(&parcel.created_at);
        shown.delivered_at =
            delivered.and_then(|moment| Timestamp::try_from(moment.time_of_day).ok());
        let id: EventDeliveryId = parcel.id.clone();
        let delivery = Delivery {
            id: id.clone(),
            shown,
        };
        if self.deliveries.insert(delivery).is_none() {
            self.delivery_ids.push_back(id);
        }
        if self.deliveries.len() > MAX_KEPT
            && let Some(oldest) = self.delivery_ids.pop_front()
        {
            self.deliveries.forget(oldest.as_str());
        }
    }

    /// Makes the destination with `id` inactive, after the last attempt failed.
    fn switch_off(&mut self, id: &EventDestinationId, moment: Moment) {
        let destination = self.destinations.get(id.as_str());
        let Some(mut destination) = destination.filter(|it| is_active_webhook(it)).cloned() else {
            return;
        };
        destination.shown.status = Some(EventDestinationStatus::Inactive);
        let now = Timestamp::try_from(moment.time_of_day).ok();
        if destination.shown.updated_at < now {
            destination.shown.updated_at = now;
        }
        self.destinations.insert(destination.clone());
        self.emit_resource(&destination, "deactivated", moment);
    }
}

fn wants(destination: &Destination, event: &Event) -> bool {
    let wanted = destination.shown.events.as_deref().unwrap_or_default();
    let is_wanted =
        |wanted: &EventType| *wanted == EventType::All || Some(wanted) == event.event_type.as_ref();
    is_active_webhook(destination) && wanted.iter().any(is_wanted)
}

fn is_active_webhook(destination: &Destination) -> bool {
    destination.shown.status == Some(EventDestinationStatus::Active)
        && destination.shown.destination_type == Some(EventDestinationType::Webhook)
}

#[cfg(test)]
mod tests {
    use deck_types::EventDestination;
    use deck_types::Json;

    use super::*;
    use crate::engine::timeline::Timeline;
    use crate::rules::Rules;

    fn state(order: Order) -> State {
        let rules = Rules {
            order,
            ..Rules::default()
        };
        State::new(rules, 0, Timeline::new(SystemTime::UNIX_EPOCH, 1))
    }

    #[test]
    fn the_delivery_made_first_is_forgotten_when_there_are_too_many_in_every_order() {
        for order in [Order::NewestFirst, Order::OldestFirst, Order::Shuffled] {
            let mut state = state(order);
            for number in 0..=MAX_KEPT {
                let parcel = Parcel {
                    id: format!("evtdel_{number}").into(),
                    event_id: "evt_1".into(),
                    event_type: None,
                    created_at: None,
                    destination_id: "evtdst_1".into(),
                    attempts: 1,
                    stage: Stage::Next,
                };
                state.record(&parcel, DeliveryStatus::Failure, None);
                state.record(&parcel, DeliveryStatus::Success, None);
            }

            assert_eq!(state.deliveries.len(), MAX_KEPT, "{order:?}");
            assert!(state.deliveries.get("evtdel_0").is_none(), "{order:?}");
            assert!(state.deliveries.get("evtdel_1").is_some(), "{order:?}");
        }
    }

    #[test]
    fn an_event_goes_to_the_destination_that_was_made_first_in_every_order() {
        for order in [Order::NewestFirst, Order::OldestFirst, Order::Shuffled] {
            let mut state = state(order);
            for (second, id) in [(2, "evtdst_a"), (1, "evtdst_b"), (3, "evtdst_c")] {
                let mut shown = EventDestination::fixture(id);
                shown.destination_type = Some(EventDestinationType::Webhook);
                shown.status = Some(EventDestinationStatus::Active);
                shown.events = Some(vec![EventType::All]);
                shown.created_at = Timestamp::from_unix_nanoseconds(second).ok();
                state.destinations.insert(Destination {
                    shown,
                    config: Json::encode(&()).unwrap(),
                    old_secret: None,
                });
            }
            let moment = state.timeline.read(None);

            state.queue_event(&Event::fixture("evt_1"), moment);

            let first = state.outbox.take_due(moment.elapsed);
            let id = first.map(|(_, parcel)| parcel.destination_id);
            assert_eq!(id, Some("evtdst_b".into()), "{order:?}");
        }
    }
}
