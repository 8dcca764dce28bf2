//! `kanbao search`: every place where words occur, however they are written there.

use std::{collections::HashSet, ops::ControlFlow};

use serde::Serialize;

use crate::{
    article::Article,
    script::words::regional::regional,
    search::{
        Looks,
        matching::{Match, Mode, Query, in_article, query::Kind, snippet::snippet},
        query::{Judge, Terms},
    },
    store::{ArticleId, Library, index::Need},
    term::{Capability, Depth},
    text::Part,
};

use super::{CliError, Context, Ending, output::Output};
use crate::cli::args::SearchArgs;

/// Cells of a snippet when the terminal does not say how wide it is.
const SNIPPET: u16 = 80;

/// Characters of a query that an error repeats.
const QUOTED: usize = 100;

/// A match, as `--json` prints it. Offsets are bytes of the stored text.
#[derive(Debug, Serialize)]
struct Found<'a> {
    id: i64,
    title: &'a str,
    /// Index of the body's block, or null where `part` says which other text it is.
    block: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<&'static str>,
    start: usize,
    end: usize,
    snippet: &'a str,
    /// How it is what was asked for, where it is not the word itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
}

/// Searches one article, or all of them: those with the words for themselves in their titles first, then those with
/// them in their texts, then those with the words as parts of longer ones; of equals the newest first.
pub fn run(arguments: &SearchArgs, context: &mut Context<'_>, output: &mut Output<'_>) -> Result<Ending, CliError> {
    let room = usize::from(context.columns.unwrap_or(SNIPPET));
    let printer = |context| Printer {
        arguments,
        room,
        context,
        left: arguments.limit.unwrap_or(usize::MAX),
        any: false,
        printed: HashSet::new(),
    };
    // Whether a single word may be a sound, which texts are not looked through for unless one asks.
    let mut sounds = false;
    let any = if let Some(id) = arguments.within {
        let others = regional(&arguments.query);
        let query = Query::typed(&arguments.query, Mode::ScriptBlind, &others)?;
        let article = context.open()?.articles().get(ArticleId(id))?;
        let mut printer = printer(&*context);
        let _ = printer.article(ArticleId(id), &article, in_article(&article, &query), output)?;
        printer.any
    } else {
        let asked = Terms::read(&arguments.query)?;
        let library = context.open()?;
        let terms = asked.clone().with_regional(regional);
        let judge = Judge::new(&terms)?;
        let mut printer = printer(&*context);
        let titles = Judge::by_sound(&asked, &Looks::never());
        // The index knows no sounds, so the titles that have those that are asked for are looked for first.
        if let Some(titles) = titles.as_ref().filter(|_| judge.asks_sounds()) {
            by_sound(&library, titles, &judge, &mut printer, output)?;
        }
        if printer.left > 0 {
            search(&library, &Need::from(&terms), &judge, &mut printer, output)?;
        }
        if let Some(titles) = titles.filter(|_| printer.left > 0 && !judge.asks_sounds()) {
            sounds = !arguments.query.contains(char::is_whitespace);
            by_sound(&library, &titles, &titles, &mut printer, output)?;
        }
        printer.any
    };
    if !any {
        let start: String = arguments.query.chars().take(QUOTED).collect();
        let cut = if start.len() < arguments.query.len() { "…" } else { "" };
        let advice = if sounds && cut.is_empty() {
            format!("“'{start}” looks for what sounds so in texts, too")
        } else {
            "search ignores script, width and case already".to_owned()
        };
        output.complain(&format!("“{start}{cut}” was not found; {advice}."))?;
    }
    Ok(if any { Ending::Done } else { Ending::Failed })
}

/// Prints the articles in the order of their ranks. They are found with those first that have the words in their titles;
/// of these wait, until the titles have been gone through, those that have the words for themselves only in the text,
/// and until the end all that have them only as parts of longer words.
fn search(
    library: &Library,
    need: &Need,
    judge: &Judge,
    printer: &mut Printer<'_, '_>,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let (mut texts, mut parts_of_titles, mut parts) = (Vec::new(), Vec::new(), Vec::new());
    let mut result = Ok(());
    library.index().find(need, judge, &Looks::never(), |candidate, verdict| {
        let go = || {
            if !candidate.in_title && !texts.is_empty() && printer.held(library, judge, &mut texts, output)?.is_break()
            {
                return Ok(ControlFlow::Break(()));
            }
            let Some(verdict) = verdict else { return Ok(ControlFlow::Continue(())) };
            let (id, rank) = (candidate.row.id, verdict.rank);
            match (rank.is_whole() || verdict.shown.is_none(), rank.in_title()) {
                (true, false) if candidate.in_title && verdict.shown.is_some() => texts.push(id),
                (true, _) => return printer.article(id, candidate.article, matches(judge, candidate.article), output),
                (false, true) => parts_of_titles.push(id),
                (false, false) => parts.push(id),
            }
            Ok(ControlFlow::Continue(()))
        };
        match go() {
            Ok(flow) => flow,
            Err(error) => {
                result = Err(error);
                ControlFlow::Break(())
            }
        }
    })?;
    result?;
    for mut waiting in [texts, parts_of_titles, parts] {
        if printer.held(library, judge, &mut waiting, output)?.is_break() {
            break;
        }
    }
    Ok(())
}

/// Prints the articles whose titles have the words by their sounds, with the matches that `judge` knows.
fn by_sound(
    library: &Library,
    titles: &Judge,
    judge: &Judge,
    printer: &mut Printer<'_, '_>,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let mut result = Ok(());
    library.index().find_by_sound(titles, &Looks::never(), |candidate, verdict| {
        let found = if verdict.is_some() { judge.matches(candidate.article) } else { Vec::new() };
        printer.article(candidate.row.id, candidate.article, found, output).unwrap_or_else(|error| {
            result = Err(error);
            ControlFlow::Break(())
        })
    })?;
    result
}

/// The matches of an article that meets the terms; its title where no word was asked for.
fn matches(judge: &Judge, article: &Article) -> Vec<Match> {
    match judge.matches(article) {
        matches if matches.is_empty() => vec![Match { part: Part::Title, range: 0..0, kind: Kind::Same }],
        matches => matches,
    }
}

struct Printer<'a, 'b> {
    arguments: &'a SearchArgs,
    context: &'a Context<'b>,
    room: usize,
    left: usize,
    any: bool,
    /// The articles of which something has been printed.
    printed: HashSet<ArticleId>,
}

impl Printer<'_, '_> {
    /// Prints the articles that waited.
    fn held(
        &mut self,
        library: &Library,
        judge: &Judge,
        held: &mut Vec<ArticleId>,
        output: &mut Output<'_>,
    ) -> Result<ControlFlow<()>, CliError> {
        for id in held.drain(..) {
            if self.left == 0 {
                return Ok(ControlFlow::Break(()));
            }
            let article = library.articles().get(id)?;
            if self.article(id, &article, matches(judge, &article), output)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn article(
        &mut self,
        id: ArticleId,
        article: &Article,
        matches: impl IntoIterator<Item = Match>,
        output: &mut Output<'_>,
    ) -> Result<ControlFlow<()>, CliError> {
        if self.printed.contains(&id) {
            return Ok(ControlFlow::Continue(()));
        }
        for found in matches {
            if self.left == 0 {
                return Ok(ControlFlow::Break(()));
            }
            (self.left, self.any) = (self.left - 1, true);
            self.printed.insert(id);
            self.print(id, article, &found, output)?;
        }
        // The last one that was wanted: nothing further is to be looked at.
        Ok(if self.left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    }

    fn print(&self, id: ArticleId, article: &Article, found: &Match, output: &mut Output<'_>) -> Result<(), CliError> {
        let text = article.text(found.part);
        let snippet = snippet(&text, found.range.clone(), self.room, self.context.settings.ambiguous());
        let able = Capability::from_environment(&self.context.surroundings);
        let coloured = self.context.columns.is_some() && able.is_ok_and(|able| able.depth != Depth::Mono);
        let other = found.kind == Kind::OtherWord;
        if !self.arguments.json && coloured {
            let (head, rest) = snippet.text.split_at(snippet.range.start);
            let (matched, tail) = rest.split_at(snippet.range.len());
            let sign = if other { "~ " } else { "" };
            let head = format!("{id}  {}  {sign}{head}", article.title);
            return Ok(output.highlighted([&head, matched, tail], other)?);
        }
        if !self.arguments.json {
            return Ok(output.line(&format!("{id}  {}  {}", article.title, snippet.text.as_str()))?);
        }
        let (block, part) = named(found.part);
        Ok(output.json(&Found {
            id: id.0,
            title: &article.title,
            block,
            part,
            start: found.range.start,
            end: found.range.end,
            snippet: &snippet.text,
            kind: match found.kind {
                Kind::Same => None,
                Kind::OtherWord => Some("other_word"),
                Kind::Sound => Some("sound"),
            },
        })?)
    }
}

fn named(part: Part) -> (Option<u32>, Option<&'static str>) {
    match part {
        Part::Body(index) => (Some(index), None),
        Part::Title => (None, Some("title")),
        Part::Byline => (None, Some("byline")),
        Part::Notice => (None, Some("notice")),
        Part::Related(_) => (None, Some("related")),
        Part::OriginalTitle => (None, Some("original_title")),
    }
}
