use super::*;

const SECOND: Duration = Duration::from_secs(1);

fn run(name: &str) -> TaskRunId {
    name.into()
}

/// Lets everything happen until `seconds`: the time, the run and the first word of what happens.
fn log(engine: &mut Engine, seconds: u32) -> Vec<String> {
    let mut log = Vec::new();
    while let Some((due, occurrence)) = engine.next(seconds * SECOND) {
        log.push(match occurrence {
            Occurrence::Run(id, occurrence) => {
                let text = format!("{occurrence:?}");
                let word = text.split('(').next().unwrap_or_default();
                format!("{} {id} {word}", due.as_secs())
            }
            Occurrence::SessionIdle(id) => format!("{} {id}", due.as_secs()),
        });
    }
    log
}

fn start(engine: &mut Engine, name: &str, script: Script) {
    engine.start(&run(name), script, 100 * SECOND, Duration::ZERO);
}

fn nine() -> Script {
    Script::new().queued(2 * SECOND).running(9 * SECOND)
}

#[test]
fn what_is_due_at_one_time_happens_in_the_order_of_its_planning() {
    let mut engine = Engine::new();
    start(&mut engine, "b", nine());
    start(&mut engine, "a", nine());

    let log = log(&mut engine, 11);

    assert_eq!(
        log,
        ["2 b Start", "2 a Start", "11 b Complete", "11 a Complete"]
    );
}

#[test]
fn steps_of_work_add_up_and_prompts_part_them() {
    let mut engine = Engine::new();
    let script = nine().running(SECOND).ask(Prompt::mfa("1")).running(SECOND);
    start(&mut engine, "a", script);
    assert_eq!(log(&mut engine, 12), ["2 a Start", "12 a Ask"]);

    let right = BTreeMap::from([("code".to_owned(), Json::encode("1").unwrap())]);
    engine.answer(&run("a"), &right, 20 * SECOND);

    assert_eq!(log(&mut engine, 90), ["22 a Complete"]);
}

#[test]
fn a_prompt_waits_from_the_latest_time_it_was_asked() {
    let mut engine = Engine::new();
    let prompt = Prompt::mfa("1").with_patience(10 * SECOND);
    start(&mut engine, "a", Script::new().ask(prompt));
    log(&mut engine, 0);

    engine.answer(&run("a"), &BTreeMap::new(), 5 * SECOND);

    assert_eq!(log(&mut engine, 15), ["6 a Ask"]);
    assert_eq!(log(&mut engine, 16), ["16 a InteractionTimeout"]);
}

#[test]
fn a_timeout_strikes_work_and_prompts_and_no_review() {
    let mut engine = Engine::new();
    let patient = Prompt::mfa("1").with_patience(1_000 * SECOND);
    start(&mut engine, "a", Script::new().work_on());
    start(&mut engine, "b", Script::new().ask(patient));
    start(
        &mut engine,
        "c",
        Script::new().review(Json::encode(&1).unwrap()),
    );
    log(&mut engine, 99);

    assert_eq!(
        log(&mut engine, 200),
        ["100 a TaskTimeout", "100 b TaskTimeout"]
    );
}

#[test]
fn what_is_forgotten_does_not_happen() {
    let mut engine = Engine::new();
    start(&mut engine, "a", nine());
    log(&mut engine, 2);

    engine.forget(&run("a"));

    assert_eq!(log(&mut engine, 1_000), [""; 0]);
}

#[test]
fn a_session_is_idle_for_ten_minutes_from_the_latest_time_it_became_so() {
    let mut engine = Engine::new();
    let id = SessionId::from("sess_1");
    engine.session_is_idle(&id, Duration::ZERO);
    engine.session_is_not_idle(&id);
    engine.session_is_idle(&id, 60 * SECOND);

    assert_eq!(log(&mut engine, 10_000), ["660 sess_1"]);
}
