//! The agents, tasks, sources, credentials and workflows that seeded runs belong to.

use crate::seed::random::Random;

/// The stream of random numbers that the directory is drawn from; runs use the streams from 1 on.
const STREAM: u64 = 0;

/// The objects that runs refer to by id.
#[derive(Debug)]
pub(crate) struct Directory {
    desks: [Desk; 6],
    workflow_ids: [String; 3],
}

/// One line of business: an agent, its tasks, and the websites it works on.
#[derive(Debug)]
pub(crate) struct Desk {
    pub(crate) agent_id: String,
    pub(crate) tasks: [Task; 2],
    pub(crate) websites: [Website; 2],
}

/// A task with the kind of data it works on.
#[derive(Debug)]
pub(crate) struct Task {
    pub(crate) id: String,
    pub(crate) trade: Trade,
}

/// A source with the credentials of the users who have an account there.
#[derive(Debug)]
pub(crate) struct Website {
    pub(crate) source_id: String,
    pub(crate) credential_ids: [String; 3],
}

/// The subject of a task; the payloads follow from it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Trade {
    Invoices,
    MeterReadings,
    Transactions,
    Balance,
    PayStubs,
    Employment,
    Claims,
    Coverage,
    Orders,
    AddressChange,
    Shipments,
    Appointments,
}

impl Directory {
    /// Draws the directory of `seed`.
    pub(crate) fn new(seed: u64) -> Directory {
        let mut random = Random::new(seed, STREAM);
        let trades = [
            [Trade::Invoices, Trade::MeterReadings],
            [Trade::Transactions, Trade::Balance],
            [Trade::PayStubs, Trade::Employment],
            [Trade::Claims, Trade::Coverage],
            [Trade::Orders, Trade::AddressChange],
            [Trade::Shipments, Trade::Appointments],
        ];
        Directory {
            desks: trades.map(|trades| Desk::new(&mut random, trades)),
            workflow_ids: [(); 3].map(|()| random.id("wflo_")),
        }
    }

    /// Returns all desks.
    pub(crate) fn desks(&self) -> &[Desk] {
        &self.desks
    }

    /// Picks the desk of one run.
    pub(crate) fn desk(&self, random: &mut Random) -> &Desk {
        random.pick(&self.desks)
    }

    /// Picks the workflow of one run; most runs belong to none.
    pub(crate) fn workflow_id(&self, random: &mut Random) -> Option<&str> {
        random
            .chance(20)
            .then(|| random.pick(&self.workflow_ids).as_str())
    }
}

impl Desk {
    fn new(random: &mut Random, trades: [Trade; 2]) -> Desk {
        Desk {
            agent_id: random.id("agt_"),
            tasks: trades.map(|trade| Task {
                id: random.id("task_"),
                trade,
            }),
            websites: [(); 2].map(|()| Website {
                source_id: random.id("src_"),
                credential_ids: [(); 3].map(|()| random.id("cred_")),
            }),
        }
    }
}
