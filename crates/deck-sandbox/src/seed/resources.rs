//! Seeded agents, sources and credentials: those that seeded runs refer to.

use std::time::Duration;

use deck_types::Agent;
use deck_types::AuthMethod;
use deck_types::Credential;
use deck_types::CredentialStatus;
use deck_types::SecretJson;
use deck_types::Source;
use deck_types::SourceType;
use deck_types::Task;
use deck_types::Timestamp;
use deck_types::Website;
use serde_json::json;

use crate::seed::directory::Desk;
use crate::seed::directory::Directory;
use crate::seed::task::before;

/// What each desk is called, and the names of its two websites.
const NAMES: [(&str, [&str; 2]); 6] = [
    ("Bills", ["Hydro Example", "Gas Example"]),
    ("Banking", ["First Example Bank", "Example Credit Union"]),
    ("Payroll", ["Example Payroll", "Staff Portal"]),
    ("Insurance", ["Example Mutual", "Claims Portal"]),
    ("Shopping", ["Example Store", "Example Market"]),
    ("Errands", ["Example Post", "Example Clinic"]),
];

/// The time between the creation of an agent, its sources, its credentials and its first task.
const STEP: Duration = Duration::from_secs(600);

/// The objects that runs refer to, apart from tasks.
#[derive(Default)]
pub(crate) struct Resources {
    pub(crate) agents: Vec<Agent>,
    pub(crate) sources: Vec<Source>,
    pub(crate) credentials: Vec<Credential>,
}

/// Returns what belongs to `tasks`, which were drawn from `seed`.
pub(crate) fn resources(seed: u64, tasks: &[Task]) -> Resources {
    let directory = Directory::new(seed);
    let mut resources = Resources::default();
    for (desk, (name, websites)) in directory.desks().iter().zip(NAMES) {
        let is_here = |task: &&Task| {
            task.agent_id
                .as_ref()
                .is_some_and(|id| *id == *desk.agent_id)
        };
        let times = tasks.iter().filter(is_here);
        let first = times.filter_map(|task| task.created_at.as_ref()).min();
        if let Some(first) = first {
            resources.add(desk, name, websites, first);
        }
    }
    resources
}

impl Resources {
    fn add(&mut self, desk: &Desk, name: &str, websites: [&str; 2], first_task: &Timestamp) {
        let mut agent = Agent::fixture(desk.agent_id.as_str());
        agent.name = Some(name.to_owned());
        agent.created_at = Some(before(first_task, 4 * STEP));
        agent.updated_at.clone_from(&agent.created_at);
        self.agents.push(agent);
        for (website, name) in desk.websites.iter().zip(websites) {
            let mut source = Source::fixture(website.source_id.as_str());
            source.source_type = Some(SourceType::Website);
            source.name = Some(name.to_owned());
            source.website = Some(Website::new(url(name)));
            source.created_at = Some(before(first_task, 3 * STEP));
            source.updated_at.clone_from(&source.created_at);
            self.sources.push(source);
            for id in &website.credential_ids {
                self.add_credential(id, &website.source_id, first_task);
            }
        }
    }

    fn add_credential(&mut self, id: &str, source_id: &str, first_task: &Timestamp) {
        let number = self.credentials.len() + 1;
        let username = json!({"username": format!("user{number}"), "key": null});
        let mut credential = Credential::fixture(id);
        credential.status = Some(CredentialStatus::Verified);
        credential.source_id = Some(source_id.into());
        credential.auth_method = Some(AuthMethod::UsernamePassword);
        credential.external_id = Some(format!("customer-{number}"));
        credential.auth_credentials = SecretJson::encode(&username).ok();
        credential.created_at = Some(before(first_task, 2 * STEP));
        credential.updated_at.clone_from(&credential.created_at);
        self.credentials.push(credential);
    }
}

fn url(name: &str) -> String {
    let host = name.to_lowercase().replace(' ', "-");
    format!("https://{host}.example")
}
