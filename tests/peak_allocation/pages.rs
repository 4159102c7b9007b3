//! What reading a hostile page costs, in each way to read it.

use std::sync::Mutex;

use bytes::Bytes;
use deck_client::Client;
use deck_client::RateLimiter;
use deck_transport::ManualClock;
use deck_transport::transport_fn;
use deck_types::Agent;
use deck_types::EventDestination;
use deck_types::Json;
use deck_types::ListTaskRuns;
use deck_types::Page;
use deck_types::PageItem;
use deck_types::StorageItem;
use deck_types::Task;
use deck_types::TaskRun;
use deck_types::WithRaw;

use crate::ALLOCATOR;
use crate::KIB;
use crate::MIB;
use crate::builder;
use crate::shapes::SHAPES;
use crate::start;

/// Reads a body that it makes of a text; what the text takes is not counted.
type Read = fn(&str);

/// First those that cost most.
const WAYS: &[(&str, Read)] = &[
    ("TaskRun", read::<TaskRun>),
    ("WithRaw", read::<WithRaw<TaskRun>>),
    ("raw items", list::<WithRaw<TaskRun>>),
    ("Json", read::<Json>),
    ("Task", read::<Task>),
    ("Storage", read::<StorageItem>),
    ("Agent", read::<Agent>),
    ("Destination", read::<EventDestination>),
    ("items", list::<TaskRun>),
    ("json items", list::<Json>),
    ("pages", list_pages),
];

/// Sizes of bodies, and in how many of the ways each is read: reading megabytes takes its time.
const SIZES: &[(usize, usize)] = &[(10 * KIB, WAYS.len()), (MIB, WAYS.len()), (4 * MIB, 2)];

/// A page may cost this many times its bytes, the body included, and [`ALLOWANCE`].
const TIMES: usize = 4;
const ALLOWANCE: usize = MIB;

#[test]
fn a_page_costs_at_most_four_times_its_bytes_and_one_mebibyte_whatever_is_in_it() {
    let _alone = crate::alone();
    let mut broken = Vec::new();
    for &(size, ways) in SIZES {
        let names: Vec<&str> = WAYS[..ways].iter().map(|(name, _)| *name).collect();
        println!("{} KiB, times the body: {}", size / KIB, names.join(", "));
        for shape in SHAPES {
            let text = (shape.body)(size);
            let mut row = format!("{:>26}", shape.name);
            for (way, read) in &WAYS[..ways] {
                let before = start();
                read(&text);
                let taken = ALLOCATOR.peak_usage() - before;
                let most = TIMES * text.len() + ALLOWANCE;
                let mark = if taken > most { "!" } else { " " };
                row += &format!(" {:>7.2}{mark}", taken as f64 / text.len() as f64);
                if taken > most {
                    broken.push(format!(
                        "{} of {size}, {way}: {taken}, not {most}",
                        shape.name
                    ));
                }
            }
            println!("{row}");
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

fn read<T: PageItem>(text: &str) {
    let body = Bytes::copy_from_slice(text.as_bytes());
    let page = Page::<T>::from_json(&body);
    drop((page, body));
}

fn list<T: PageItem + Send>(text: &str) {
    let client = client(text);
    crate::block_on(async move {
        let mut items = client
            .list(ListTaskRuns::new())
            .with_item_type::<T>()
            .items();
        while items.next().await.is_some() {}
    });
}

fn list_pages(text: &str) {
    let client = client(text);
    crate::block_on(async move {
        let mut pages = client.list(ListTaskRuns::new()).pages();
        while pages.next().await.is_some() {}
    });
}

/// Returns a client whose first response is the text, and whose second one is the end.
fn client(text: &str) -> Client {
    let body = Mutex::new(Some(Bytes::copy_from_slice(text.as_bytes())));
    let transport = transport_fn(move |_: http::Request<Bytes>| {
        let body = body.lock().unwrap().take();
        let body = body.unwrap_or_else(|| Bytes::from_static(br#"{"data":[],"has_more":false}"#));
        async move { Ok(http::Response::new(body)) }
    });
    let builder = builder()
        .with_transport(transport)
        .with_clock(ManualClock::new())
        .with_rate_limiter(RateLimiter::unlimited());
    builder.build().unwrap()
}
