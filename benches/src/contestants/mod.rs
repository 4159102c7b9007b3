//! The programs that are compared: each lists all runs of the server, and adds up something of every run.

pub mod floor;
mod ours;
mod usual;

use std::error::Error;

use clap::ValueEnum;

/// A program that lists task runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Contestant {
    /// Bare hyper, and one pass of serde into structs that borrow from the body.
    Floor,
    /// Bare hyper, and one pass of serde into structs that own what they hold.
    OwnedFloor,
    /// `client.list(…).items()`.
    Items,
    /// `client.list(…).items().prefetch()`: the next page is requested early.
    Prefetch,
    /// `client.list(…).with_item_type::<Json>()`: exact text, nothing decoded.
    Json,
    /// `client.list(…).pages()`.
    Pages,
    /// `client.list(…).sweep(range).items()`, under the API's limit.
    Sweep,
    /// A loop over reqwest with typed structs.
    Reqwest,
    /// A loop over reqwest with `serde_json::Value`.
    ReqwestValue,
}

/// The page size that all of them ask for.
const PAGE_SIZE: u32 = 100;

/// What a listing gave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many runs there were.
    pub runs: u64,
    /// The bytes of their ids and payloads.
    pub bytes: u64,
}

impl Sum {
    fn add(&mut self, id: &str, payload: &str) {
        self.runs += 1;
        self.bytes += (id.len() + payload.len()) as u64;
    }
}

impl Contestant {
    /// Returns what tables and charts call it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Floor => "floor",
            Self::OwnedFloor => "owned floor",
            Self::Items => "`items()`",
            Self::Prefetch => "`items().prefetch()`",
            Self::Json => "items as `Json`",
            Self::Pages => "`pages()`",
            Self::Sweep => "`sweep(range)`",
            Self::Reqwest => "reqwest, typed",
            Self::ReqwestValue => "reqwest, `Value`",
        }
    }

    /// Lists everything that the server at `base_url` has.
    pub async fn run(self, base_url: &str) -> Result<Sum, Box<dyn Error>> {
        match self {
            Self::Floor => floor::borrowed(base_url).await,
            Self::OwnedFloor => floor::owned(base_url).await,
            Self::Items => ours::items(base_url, false).await,
            Self::Prefetch => ours::items(base_url, true).await,
            Self::Json => ours::json(base_url).await,
            Self::Pages => ours::pages(base_url).await,
            Self::Sweep => ours::sweep(base_url).await,
            Self::Reqwest => usual::typed(base_url).await,
            Self::ReqwestValue => usual::values(base_url).await,
        }
    }
}
