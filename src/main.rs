//! The `kanbao` program: the command line and the environment become plain values, a verb or the reader runs, and its ending
//! becomes an exit code. The one place, with `config.rs`, that uses `anyhow`.

mod config;
mod environment;

use std::{
    cell::RefCell,
    io::{self, IsTerminal, Write},
    process::ExitCode,
    sync::Arc,
};

use anyhow::{Result, anyhow};
use kanbao::{
    app::{App, Message},
    cli,
    cli::{Ending, Output, args::Arguments},
    jobs::{Jobs, Paths},
    local,
    local::{CrashReports, Exit, Interrupts, Local, LocalError},
    script::conversion::Converters,
    session::Session,
    store::{LOCAL_READER, Library, database::Stop},
    system::plain::plain,
    term::{Capability, Unusable},
};

use environment::Variables;

/// The exit code for a wrong command line or a missing terminal.
const USAGE_CODE: u8 = 2;
/// The most problems of the configuration in the status line.
const MAX_PROBLEMS: usize = 3;

fn main() -> ExitCode {
    if std::env::args_os().nth(1).is_some_and(|argument| argument == local::GUARD_ARGUMENT) {
        return kanbao::local::guard::run_guard();
    }
    let arguments = match Arguments::from_words(std::env::args_os()) {
        Ok(arguments) => arguments,
        Err(usage) => {
            // If it cannot be printed there is nobody to tell.
            let _ = Output::new(&mut io::stdout(), &mut io::stderr()).usage(&usage);
            return ExitCode::from(usage.code);
        }
    };
    let verb = arguments.verb.as_ref();
    if let Some(ending) = verb.and_then(|verb| cli::print(verb, &mut Output::new(&mut io::stdout(), &mut io::stderr())))
    {
        return if ending == Ending::Done { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    match run(arguments) {
        Ok(code) => code,
        Err(error) => {
            complain(&format!("{error:#}"));
            let usage = error.is::<Unusable>() || matches!(error.downcast_ref(), Some(LocalError::NoTerminal));
            ExitCode::from(if usage { USAGE_CODE } else { 1 })
        }
    }
}

fn run(arguments: Arguments) -> Result<ExitCode> {
    let locations = config::Locations::from_environment(arguments.library)?;
    let variables = Variables::from_environment();
    let converters = Arc::new(
        Converters::new(Some(locations.cache.clone()), std::env::temp_dir())
            .with_exceptions(locations.config.with_file_name("conversions.toml")),
    );
    let crash = local::report_crashes_to(&locations.state);
    locations.make_private();
    let configuration = config::read(&locations.config);
    let Some(verb) = arguments.verb else {
        return read(&locations, configuration, &variables, converters, arguments.paths, &crash);
    };
    let config::Configuration { settings, problems: config_problems } = configuration;
    let columns = local::columns_of_stdout();
    // Where the system refuses, a signal ends the verb at once.
    let interrupts = if verb.stops() { Interrupts::register().ok() } else { None };
    let mut input: Box<dyn io::Read> = match interrupts.as_ref().and_then(|interrupts| interrupts.input().ok()) {
        Some(input) => Box::new(input),
        None => Box::new(io::stdin().lock()),
    };
    let browser = if settings.browser.is_empty() { variables.browser() } else { settings.browser.clone() };
    let mut context = cli::Context {
        library: locations.library,
        config: locations.config,
        config_problems,
        cache: locations.cache,
        state: locations.state,
        terminal: variables.terminal(),
        browser,
        settings,
        proxies: config::proxies(),
        stop: interrupts.as_ref().map_or_else(Stop::default, |interrupts| Stop::new(interrupts.is_raised())),
        converters,
        columns,
        input: &mut *input,
        notices: RefCell::default(),
    };
    let progress_columns = columns.or(Some(80)).filter(|_| io::stderr().is_terminal());
    let (mut out, mut err) = (io::BufWriter::new(io::stdout().lock()), io::stderr().lock());
    let ending = {
        let mut output = Output::new(&mut out, &mut err).with_progress(progress_columns);
        crash.catch(|| cli::run(verb, &mut context, &mut output)).unwrap_or_else(|sentence| {
            // If it cannot be printed there is nobody to tell.
            let _ = output.complain(&sentence);
            Ending::Failed
        })
    };
    let flushed = out.flush();
    Ok(match (ending, flushed) {
        (Ending::Stopped, _) => ExitCode::from(interrupts.as_ref().and_then(Interrupts::code).unwrap_or(1)),
        (Ending::Done, Ok(())) => ExitCode::SUCCESS,
        (Ending::Done, Err(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    })
}

/// Runs the reader at this terminal.
fn read(
    locations: &config::Locations,
    config::Configuration { mut settings, problems }: config::Configuration,
    variables: &Variables,
    converters: Arc<Converters>,
    paths: Vec<std::path::PathBuf>,
    crash: &CrashReports,
) -> Result<ExitCode> {
    let local = Local::find(std::env::current_exe().ok().as_deref())?;
    let mut capability = Capability::from_environment(&variables.terminal())?;
    capability.ambiguous = settings.ambiguous();
    if settings.browser.is_empty() {
        settings.browser = variables.browser();
    }
    let library = Library::open(&locations.library, LOCAL_READER)?.with_sources_kept(settings.keep_source);
    let script = library.scripts().default_script(settings.script)?.unwrap_or(settings.script);
    let (read_only, notice, offer) = (library.read_only(), library.notice(), library.articles().take_reparse_offer()?);
    let places = Paths {
        library: locations.library.clone(),
        state: locations.state.clone(),
        cache: locations.cache.clone(),
        proxies: config::proxies(),
    };
    let jobs = Jobs::start(places, library, Arc::clone(&converters)).map_err(|error| {
        anyhow!("the reader could not be started: {}; close other programs and try again.", plain(&error))
    })?;
    let mut app = App::new(settings, converters).begin_in(script).with_access(read_only);
    if let Some(text) = problems_text(&problems) {
        app.notify(Message::warning(text));
    }
    if let Some(offer) = offer {
        app.notify(Message::info(offer));
    }
    if let Some(notice) = notice {
        app.notify(Message::warning(notice));
    }
    let mut session = Session::new(app, jobs, capability);
    if !paths.is_empty() {
        session.import(paths);
    }
    Ok(match local.hold(session, crash)? {
        Exit::Done => ExitCode::SUCCESS,
        Exit::Signal(signal) => ExitCode::from(128 + u8::try_from(signal).unwrap_or(0)),
        Exit::HungUp => ExitCode::from(129),
        Exit::Crashed(report) => {
            let kept = report.map_or_else(String::new, |path| format!("; the report is in {}", path.display()));
            complain(&format!("a fault of its own ended kanbao, your place is saved{kept}. Please report it."));
            ExitCode::FAILURE
        }
    })
}

/// The problems of the configuration as text for the status line, which has room for a few.
fn problems_text(problems: &[String]) -> Option<String> {
    let shown = problems.iter().take(MAX_PROBLEMS).map(String::as_str).collect::<Vec<_>>().join(" ");
    match problems.len() {
        0 => None,
        1..=MAX_PROBLEMS => Some(shown),
        more => Some(format!("{shown} And {} more; `kanbao config check` lists them.", more - MAX_PROBLEMS)),
    }
}

/// Prints an error. If it cannot be printed there is nobody to tell.
fn complain(sentence: &str) {
    let mut text = Vec::new();
    let _ = Output::new(&mut io::sink(), &mut text).complain(sentence);
    let _ = io::stderr().write_all(&text);
}
