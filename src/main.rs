//! The `kanbao` program: the command line and the environment become plain values, a verb or the reader runs, and how
//! that ended becomes an exit code. The one place, with `config.rs`, that uses `anyhow`.

mod config;

use std::{
    io::{self, Write},
    process::ExitCode,
    sync::Arc,
};

use anyhow::{Context as _, Result};
use kanbao::{
    app::{App, Settings},
    cli::{self, Arguments, Ending, Output},
    jobs::{Jobs, Places},
    local::{self, Exit, Local, LocalError},
    script::Converters,
    session::Session,
    store::{LOCAL_READER, Library},
    term::{
        Capability,
        capability::{Surroundings, Unusable},
    },
};

/// The command line was wrong, or there is no terminal to read in.
const USAGE: u8 = 2;

fn main() -> ExitCode {
    let arguments = Arguments::from_command_line();
    match run(arguments) {
        Ok(code) => code,
        Err(error) => {
            complain(&format!("{error:#}"));
            let usage = error.is::<Unusable>() || matches!(error.downcast_ref(), Some(LocalError::NoTerminal));
            ExitCode::from(if usage { USAGE } else { 1 })
        }
    }
}

fn run(arguments: Arguments) -> Result<ExitCode> {
    let locations = config::Locations::from_environment(arguments.library)?;
    let settings = config::read(&locations.config)?;
    let converters = Arc::new(Converters::new(Some(locations.cache.clone()), std::env::temp_dir()));
    let Some(verb) = arguments.verb else {
        return read(&locations, settings, converters, arguments.paths);
    };
    let columns = local::columns_of_stdout();
    let mut input = io::stdin().lock();
    let mut context = cli::Context {
        library: locations.library,
        config: locations.config,
        settings,
        converters,
        columns,
        input: &mut input,
    };
    let (mut out, mut err) = (io::BufWriter::new(io::stdout().lock()), io::stderr().lock());
    let ending = cli::run(verb, &mut context, &mut Output::new(&mut out, &mut err));
    let flushed = out.flush();
    Ok(match (ending, flushed) {
        (Ending::Done, Ok(())) => ExitCode::SUCCESS,
        (Ending::Done, Err(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    })
}

/// Holds a session at this terminal.
fn read(
    locations: &config::Locations,
    settings: Settings,
    converters: Arc<Converters>,
    paths: Vec<std::path::PathBuf>,
) -> Result<ExitCode> {
    let local = Local::find()?;
    let mut capability = capability()?;
    capability.ambiguous = settings.ambiguous();
    let library = Library::open(&locations.library, LOCAL_READER)?;
    let places = Places { library: locations.library.clone() };
    let jobs = Jobs::start(places, library, Arc::clone(&converters)).context("the reader could not be started")?;
    let mut session = Session::new(App::new(settings, converters), jobs, capability);
    if !paths.is_empty() {
        session.import(paths);
    }
    Ok(match local.hold(session, &locations.state)? {
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

/// What the terminal can do, as far as the environment tells.
fn capability() -> Result<Capability, Unusable> {
    let variable = |name: &str| std::env::var(name).ok();
    let (term, colorterm, no_color) = (variable("TERM"), variable("COLORTERM"), variable("NO_COLOR"));
    let (lc_all, lc_ctype, lang) = (variable("LC_ALL"), variable("LC_CTYPE"), variable("LANG"));
    Capability::of(&Surroundings {
        term: term.as_deref(),
        colorterm: colorterm.as_deref(),
        no_color: no_color.as_deref(),
        lc_all: lc_all.as_deref(),
        lc_ctype: lc_ctype.as_deref(),
        lang: lang.as_deref(),
    })
}

/// Says in one sentence what went wrong. With nobody to read it there is nothing more to do.
fn complain(sentence: &str) {
    let mut text = Vec::new();
    let _ = Output::new(&mut io::sink(), &mut text).complain(sentence);
    let _ = io::stderr().write_all(&text);
}
