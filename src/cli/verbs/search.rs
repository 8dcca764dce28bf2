//! `kanbao search`: every match of a query, in any spelling.

use std::{collections::HashSet, ops::ControlFlow};

use serde::Serialize;

use crate::{
    article::Article,
    script::words::regional::regional,
    search::{
        StopCheck,
        matching::{Match, MatchKind, Mode, Query, in_article, snippet::snippet},
        query::{ArticleMatch, Predicate, Terms},
    },
    store::{
        ArticleId, Library,
        index::{Candidate, LibrarySearch, Stage, damaged_sentence},
    },
    term::{Capability, Depth},
    text::Part,
};

use crate::cli::{CliError, Context, Ending, Outcome, args::SearchArgs, output::Output};

/// Cells of a snippet when the terminal does not say how wide it is.
const SNIPPET_CELLS: u16 = 80;

/// Characters of a query that an error repeats.
const MAX_QUOTED_CHARACTERS: usize = 100;

/// A match, as `--json` prints it. Offsets are bytes of the stored text.
#[derive(Debug, Serialize)]
struct MatchRecord<'a> {
    id: i64,
    title: &'a str,
    /// Index of the body's block, or null for another text, which `part` names.
    block: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<&'static str>,
    start: usize,
    end: usize,
    snippet: &'a str,
    /// Relation to the query, unless it is the word itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
}

/// Searches one article, or all. Articles with whole words in their titles come first, then those with them in their texts,
/// then matches within longer words or names, last matches by sound; among equals the newest first.
pub(super) fn run(arguments: &SearchArgs, context: &mut Context<'_>, output: &mut Output<'_>) -> Outcome {
    let mut printer = Printer {
        arguments,
        room: usize::from(context.columns.unwrap_or(SNIPPET_CELLS)),
        context,
        left: arguments.limit.unwrap_or(usize::MAX),
        printed: HashSet::new(),
    };
    // Texts are searched for a sound only on request; a single word may be one, so an empty result suggests it.
    let (mut may_be_sound, mut damaged) = (false, 0);
    if let Some(id) = arguments.within {
        let query = Query::typed(&arguments.query, Mode::ScriptBlind, &regional(&arguments.query))?;
        let article = printer.context.open()?.articles().get(ArticleId(id))?;
        let _ = printer.article(ArticleId(id), &article, in_article(&article, &query), output)?;
    } else {
        let search = LibrarySearch::compile(&Terms::parse(&arguments.query)?, &StopCheck::never())?;
        let predicate = search.predicate();
        may_be_sound = predicate.sounds().next().is_some() && !predicate.asks_sounds();
        damaged = search_library(&search, &mut printer, output)?;
    }
    let is_found = !printer.printed.is_empty();
    if let Some(sentence) = damaged_sentence(damaged) {
        output.complain(&sentence)?;
        return Ok(Ending::Failed);
    }
    if is_found {
        return Ok(Ending::Done);
    }
    let query = &arguments.query;
    let start: String = query.chars().take(MAX_QUOTED_CHARACTERS).collect();
    let cut = if start.len() < query.len() { "…" } else { "" };
    let advice = if may_be_sound && cut.is_empty() && !query.contains(char::is_whitespace) {
        format!("“'{start}” looks for what sounds so in texts, too")
    } else {
        "search ignores script, width and case already".to_owned()
    };
    output.complain(&format!("“{start}{cut}” was not found; {advice}."))?;
    Ok(Ending::Failed)
}

/// Prints the articles in the order of their scores, each as soon as no better one can follow. Returns the number of damaged
/// articles that were not searched.
fn search_library(
    search: &LibrarySearch,
    printer: &mut Printer<'_, '_>,
    output: &mut Output<'_>,
) -> Result<usize, CliError> {
    let library = printer.context.open()?;
    let mut ordered =
        Ordered { library: &library, predicate: search.predicate(), printer, output, held: Held::default() };
    let mut result = Ok(());
    let damaged = search.run(&library, &StopCheck::never(), |stage, candidate, matched| {
        ordered.take(stage, candidate, matched).unwrap_or_else(|error| {
            result = Err(error);
            ControlFlow::Break(())
        })
    })?;
    result?;
    ordered.finish()?;
    Ok(damaged)
}

/// Articles that wait until no better one can follow.
#[derive(Default)]
struct Held {
    /// Articles with whole words in their texts.
    texts: Vec<ArticleId>,
    partial_titles: Vec<ArticleId>,
    partial_texts: Vec<ArticleId>,
    sounds: Vec<ArticleId>,
}

/// Orders the matching articles by score. The search yields matches in titles first. Articles with whole words only in the
/// text wait until all titles are done; matches within longer words wait until the end.
struct Ordered<'a, 'p, 'c, 'o> {
    library: &'a Library,
    predicate: &'a Predicate,
    printer: &'a mut Printer<'p, 'c>,
    output: &'a mut Output<'o>,
    held: Held,
}

impl Ordered<'_, '_, '_, '_> {
    fn take(
        &mut self,
        stage: Stage,
        candidate: &Candidate<'_>,
        matched: Option<ArticleMatch>,
    ) -> Result<ControlFlow<()>, CliError> {
        let are_titles_done = stage == Stage::Sounds || !candidate.in_title;
        if are_titles_done {
            let texts = std::mem::take(&mut self.held.texts);
            if self.print(texts)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        let Some(matched) = matched else { return Ok(ControlFlow::Continue(())) };
        let id = candidate.row.id;
        let score = matched.score;
        if score.is_some_and(crate::search::query::Score::is_by_sound) {
            if stage == Stage::Sounds && self.finish_words()?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
            if stage == Stage::Words {
                self.held.sounds.push(id);
                return Ok(ControlFlow::Continue(()));
            }
        } else if matched.is_partial() {
            let is_in_title = score.is_some_and(crate::search::query::Score::is_in_title);
            let held = if is_in_title { &mut self.held.partial_titles } else { &mut self.held.partial_texts };
            held.push(id);
            return Ok(ControlFlow::Continue(()));
        } else if !are_titles_done && score.is_some_and(|score| !score.is_in_title()) {
            self.held.texts.push(id);
            return Ok(ControlFlow::Continue(()));
        }
        self.printer.article(id, candidate.article, matches(self.predicate, candidate.article), self.output)
    }

    /// Prints the waiting articles, except matches by sound.
    fn finish_words(&mut self) -> Result<ControlFlow<()>, CliError> {
        let Held { texts, partial_titles, partial_texts, sounds } = std::mem::take(&mut self.held);
        self.held.sounds = sounds;
        for held in [texts, partial_titles, partial_texts] {
            if self.print(held)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Prints the waiting articles.
    fn finish(mut self) -> Result<(), CliError> {
        if self.finish_words()?.is_continue() {
            let sounds = std::mem::take(&mut self.held.sounds);
            let _ = self.print(sounds)?;
        }
        Ok(())
    }

    fn print(&mut self, ids: Vec<ArticleId>) -> Result<ControlFlow<()>, CliError> {
        for id in ids {
            if self.printer.left == 0 {
                return Ok(ControlFlow::Break(()));
            }
            let article = self.library.articles().get(id)?;
            if self.printer.article(id, &article, matches(self.predicate, &article), self.output)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }
}

/// The matches of an article that meets the query; its title where no word is in it.
fn matches(predicate: &Predicate, article: &Article) -> Vec<Match> {
    match predicate.matches(article) {
        matches if matches.is_empty() => vec![Match { part: Part::Title, range: 0..0, kind: MatchKind::Same }],
        matches => matches,
    }
}

struct Printer<'a, 'b> {
    arguments: &'a SearchArgs,
    context: &'a Context<'b>,
    room: usize,
    left: usize,
    /// The articles of which something has been printed.
    printed: HashSet<ArticleId>,
}

impl Printer<'_, '_> {
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
            self.left -= 1;
            self.printed.insert(id);
            self.print(id, article, &found, output)?;
        }
        // The search ends with the last article that may be printed.
        Ok(if self.left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    }

    fn print(&self, id: ArticleId, article: &Article, found: &Match, output: &mut Output<'_>) -> Result<(), CliError> {
        let text = article.text(found.part);
        let snippet = snippet(&text, found.range.clone(), self.room, self.context.settings.ambiguous());
        let able = Capability::from_environment(&self.context.terminal);
        let coloured = self.context.columns.is_some() && able.is_ok_and(|able| able.depth != Depth::Mono);
        let other = found.kind == MatchKind::OtherWord;
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
        let (block, part) = json_part(found.part);
        Ok(output.json(&MatchRecord {
            id: id.0,
            title: &article.title,
            block,
            part,
            start: found.range.start,
            end: found.range.end,
            snippet: &snippet.text,
            kind: match found.kind {
                MatchKind::Same => None,
                MatchKind::OtherWord => Some("other_word"),
                MatchKind::Sound => Some("sound"),
            },
        })?)
    }
}

fn json_part(part: Part) -> (Option<u32>, Option<&'static str>) {
    match part {
        Part::Body(index) => (Some(index), None),
        Part::Title => (None, Some("title")),
        Part::Byline => (None, Some("byline")),
        Part::Notice => (None, Some("notice")),
        Part::Related(_) => (None, Some("related")),
        Part::OriginalTitle => (None, Some("original_title")),
    }
}
