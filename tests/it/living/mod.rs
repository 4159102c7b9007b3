//! The sandbox as a whole: every operation that is documented, and a company that runs its tasks.

use deck_sandbox::SANDBOX_API_KEY;
use deck_sandbox::SANDBOX_BASE_URL;
use deck_sandbox::Sandbox;

mod company;

mod guide;

mod routes;
