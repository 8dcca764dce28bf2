//! `kanbao config`: the problems of the configuration file, and the settings that result from it.

use crate::cli::{Context, Ending, Outcome, args::ConfigVerb, counted, output::Output};

/// Checks or prints the configuration.
pub(super) fn run(verb: ConfigVerb, context: &Context<'_>, output: &mut Output<'_>) -> Outcome {
    let problems = &context.config_problems;
    for problem in problems {
        output.complain(problem)?;
    }
    match verb {
        ConfigVerb::Check if !problems.is_empty() => {
            output.line(&format!("{}: {}", context.config.display(), counted(problems.len(), "problem")))?;
            return Ok(Ending::Failed);
        }
        ConfigVerb::Check if context.config.exists() => {
            output.line(&format!("{} is in order", context.config.display()))?;
        }
        ConfigVerb::Check => {
            output.line(&format!("{} does not exist; all settings have their defaults", context.config.display()))?;
        }
        ConfigVerb::Dump => {
            for line in context.settings.dump().lines() {
                output.line(line)?;
            }
        }
    }
    Ok(Ending::Done)
}
