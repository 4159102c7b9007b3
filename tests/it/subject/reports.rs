//! Reports: a listing that is defined here and not in the SDK, over a collection of the sandbox, with
//! positions by id.

use std::borrow::Cow;

use deck_sandbox::Collection;
use deck_sandbox::Sandbox;
use deck_sandbox::SandboxBuilder;
use deck_types::Json;
use deck_types::Listing;
use deck_types::PageItem;
use deck_types::PageSize;
use deck_types::PathError;
use deck_types::filters;
use deck_types::path;

use super::Filter;
use super::Seed;
use super::Subject;
use super::time;

const PATH: &str = "/reports";

pub(crate) struct Reports;

#[derive(Debug, serde::Deserialize)]
pub(crate) struct Report {
    id: String,
}

impl PageItem for Report {
    fn item_id(&self) -> Option<Cow<'_, str>> {
        Some(self.id.as_str().into())
    }
}

#[derive(Clone, Default)]
pub(crate) struct ListReports {
    status: Vec<String>,
    agent_id: Option<String>,
    page_size: Option<PageSize>,
}

impl Listing for ListReports {
    type Item = Report;
    const NAME: &'static str = "GET /reports";
    const HAS_ID_POSITIONS: bool = true;
    const FILTERS: &'static [deck_types::Filter<Self>] =
        filters! { "status" => status, "agent_id" => agent_id };

    fn path(&self) -> Result<String, PathError> {
        path(["reports"])
    }

    fn page_size(&self) -> Option<PageSize> {
        self.page_size
    }

    fn set_page_size(&mut self, page_size: Option<PageSize>) {
        self.page_size = page_size;
    }
}

impl Subject for Reports {
    type Listing = ListReports;

    fn prepare(builder: SandboxBuilder) -> SandboxBuilder {
        builder.collection(Collection::new(PATH, []).unwrap().with_id_positions())
    }

    fn put(sandbox: &Sandbox, id: &str, seed: &Seed) {
        let report = serde_json::json!({
            "id": id,
            "created_at": time(seed.second),
            "status": seed.status,
            "agent_id": seed.agent,
        });
        let report = Json::from_text(report.to_string()).unwrap();
        sandbox.insert_object(PATH, report).unwrap();
    }

    fn delete(sandbox: &Sandbox, id: &str) {
        sandbox.delete_object(PATH, id);
    }

    fn ids(sandbox: &Sandbox) -> Vec<String> {
        let id = |report: &Json| report.item_id().map(Cow::into_owned);
        sandbox.objects(PATH).iter().filter_map(id).collect()
    }

    fn fit(filter: Filter) -> Filter {
        filter.without_bounds()
    }

    fn listing(filter: &Filter) -> ListReports {
        ListReports {
            status: filter.statuses.iter().map(ToString::to_string).collect(),
            agent_id: filter.agent.map(str::to_owned),
            page_size: None,
        }
    }
}
