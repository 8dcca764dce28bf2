//! `kanbao config`: whether the configuration file can be used, and what it comes to.

use super::{CliError, Context, Ending, Output, args::ConfigVerb};

/// Looks at the configuration. It has been read by now, so it can be used.
pub fn run(verb: ConfigVerb, context: &Context<'_>, output: &mut Output<'_>) -> Result<Ending, CliError> {
    match verb {
        ConfigVerb::Check if context.config.exists() => {
            output.line(&format!("{} is in order", context.config.display()))?;
        }
        ConfigVerb::Check => {
            output.line(&format!("there is no {}, so every setting has its default", context.config.display()))?;
        }
        ConfigVerb::Dump => {
            for line in context.settings.dump().lines() {
                output.line(line)?;
            }
        }
    }
    Ok(Ending::Done)
}
