//! The command line, declared once: parser, help and completions come from here.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

const ABOUT: &str = "Runs an argument about the race for AI leadership as a model, and answers its claims";

const LONG_ABOUT: &str = "\
Runs an argument about the race for AI leadership as a model, and answers its claims.

Without a command it runs the built-in study of the world as it is: thousands of plausible futures under every named \
policy. Each claim is answered with the share of futures in which it holds and how sure that is. A run is a folder of \
open files under out/.";

const AFTER: &str = "\
Examples:
  overtake                                        the built-in study, all claims answered
  overtake run -n 2560 --set borrowing.rate=0.3   the same with one assumption changed, on fewer futures
  overtake compare out/as-is out/as-is-2          what that changed
  overtake explain out/as-is 17                   one future as a story
  overtake evidence borrowing.rate                what is believed of an assumption, and why";

/// Overtake.
#[derive(Debug, Parser)]
#[command(name = "overtake", version, about = ABOUT, long_about = LONG_ABOUT, after_help = AFTER, max_term_width = 110)]
#[command(disable_help_subcommand = true, propagate_version = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) output: Output,
}

/// How results are shown.
#[derive(Args, Clone, Copy, Debug)]
#[command(next_help_heading = "Output")]
pub(crate) struct Output {
    /// Print one JSON document instead of text
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Language of data texts, headings and stories
    #[arg(long, global = true, value_enum, default_value = "en", value_name = "LANG")]
    pub(crate) lang: Lang,
    /// No progress on stderr; errors are still told
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
}

/// A language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lang {
    /// English
    En,
    #[value(help = crate::locale::own_name())]
    Zh,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run an ensemble and answer its claims
    #[command(
        long_about = "Runs every future of a study under every policy, writes the run's folder and answers all claims. \
STUDY is the name of a built-in study (as-is, textbook) or the path of a TOML file; `overtake new NAME` writes one to \
start from. The same study, seed and version found finished is reused where its numbers are this program's; nothing is ever overwritten.", after_help = examples::RUN)]
    Run(Run),
    /// Answer claims from a finished run
    #[command(after_help = examples::CLAIMS)]
    Claims(Claims),
    /// What differs between two runs: inputs, then answers
    #[command(after_help = examples::COMPARE)]
    Compare(Compare),
    /// One future as a story, year by year
    #[command(after_help = examples::EXPLAIN)]
    Explain(Explain),
    /// What is believed, why, and from which source
    #[command(long_about = "Without keys lists every parameter with its belief. With keys (of parameters, facts, chips, rules \
or sources, or their first letters) tells all about them. `overtake evidence check` tests every join between model and evidence.", after_help = examples::EVIDENCE)]
    Evidence(Evidence),
    /// Packages of chip rules side by side: what each catches, and the compute that follows
    #[command(long_about = "Runs packages of chip rules on the same futures. Shows which chips each lets go to China and on what \
terms, and the compute that China and the United States get and have: legal imports, smuggled, made at home, rented. A package is a \
policy; without names all of the built-in study `rules` are shown. A notice of one's own is a study with a [[rule]] and a [[policy]], \
such as studies/notice.toml. A word that is a policy means the policy, also where a study has its name. Laws are reversed at \
random once their record ends, under every package; `--set controls.reversal.US=0` keeps those of the United States. In the \
document of --json, `treatment` has all `words` of a chip (free, licensed, capped, charged, denied) and first of them its `word`; \
`reversals` what happens, the share of futures in which each rule has been reversed by each year, and by issuer what switches that \
off; `published` each ratio with its range and the package and year that it is to be read beside.", after_help = examples::RULES)]
    Rules(Rules),
    /// When effective compute crosses a threshold, and who is first
    #[command(long_about = "Dates by which 10, 50 and 90 of 100 futures have crossed a threshold of effective compute (compute times \
software, in software of 2023-Q1), how many have not by the horizon, who is first and by how much, a row for each school of \
discovery. THRESHOLD is a number of FLOP, the key of a rival prior, `own` (each school's own) or `none`. That a model is \
published beyond it is not the breakthrough: claims and outcomes that speak of crossing (threshold_crossed) mean finding the \
technique, which comes at random near the threshold, or never, and is rarer. Futures are those of the run or study; they are simulated \
again, to the same bits.", after_help = examples::WHEN)]
    When(When),
    /// Test the model's laws over random worlds
    #[command(after_help = examples::AUDIT)]
    Audit(Audit),
    /// JSON Schemas of studies and of the documents that commands print
    #[command(after_help = examples::SCHEMA)]
    Schema(Schema),
    /// Write a commented starter study
    #[command(after_help = examples::NEW)]
    New(New),
    /// Print completions for a shell
    #[command(after_help = examples::COMPLETIONS)]
    Completions(Completions),
}

/// Reads a whole number between two bounds, which the message names whatever was written.
fn whole(least: u64, most: u64) -> impl Fn(&str) -> Result<u64, String> + Clone + Send + Sync + 'static {
    move |text| {
        let number = text.parse().ok().filter(|number| (least..=most).contains(number));
        number.ok_or_else(|| format!("give a whole number from {least} to {most}"))
    }
}

#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Run {
    /// Built-in study, or path of a TOML file
    #[arg(default_value = "as-is")]
    pub(crate) study: String,
    /// Number of futures (balanced at 10·2^k; the default is 10240)
    #[arg(short = 'n', long, value_name = "N", allow_negative_numbers = true, value_parser = whole(1, 100_000_000))]
    pub(crate) futures: Option<u64>,
    /// Seed of the design and of all luck
    #[arg(long, value_name = "S", allow_negative_numbers = true, value_parser = whole(0, i64::MAX as u64))]
    pub(crate) seed: Option<u64>,
    /// Policies, the reference first, separated by commas
    #[arg(long, value_delimiter = ',', value_name = "A,B")]
    pub(crate) policies: Option<Vec<String>>,
    /// Put a value in place of a belief or lever: KEY=NUMBER or KEY=LOW..HIGH (may be repeated)
    #[arg(long, value_name = "KEY=VALUE")]
    pub(crate) set: Vec<String>,
    /// Folder of the run [default: out/STUDY]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Go on with an interrupted run
    #[arg(long)]
    pub(crate) resume: bool,
    /// Draw fans of outcomes with what was observed, as SVG in plots/; a finished run is drawn without computing
    #[arg(long)]
    pub(crate) plots: bool,
    /// Threads [default: one for each processor]
    #[arg(long, value_name = "K", allow_negative_numbers = true, value_parser = whole(1, 1024), help_heading = "Speed (changes no result)")]
    pub(crate) threads: Option<u64>,
    /// Futures side by side: 1, 4, 8 or 16 [default: what the processor does best]
    #[arg(long, value_name = "N", value_parser = ["1", "4", "8", "16"], help_heading = "Speed (changes no result)")]
    pub(crate) lanes: Option<String>,
    /// Processor level for the lanes: baseline, avx2 or avx512 [default: the best it has]
    #[arg(long, value_name = "LEVEL", value_parser = ["baseline", "avx2", "avx512"], help_heading = "Speed (changes no result)")]
    pub(crate) level: Option<String>,
    /// Futures in a chunk, a multiple of 160
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole(1, 100_000_000), help_heading = "Speed (changes no result)")]
    pub(crate) chunk: Option<u64>,
}

#[derive(Args, Debug)]
pub(crate) struct Claims {
    /// Folder of a run, then claims such as C4 or C12a [default: out/as-is, the answered ones, a row each]
    ///
    /// A word such as C4 means the claim, unless a run lies in a folder of that name here and no folder came before it.
    #[arg(value_name = "RUN|CLAIM")]
    pub(crate) what: Vec<String>,
    /// Answers under this policy only
    #[arg(long, value_name = "P")]
    pub(crate) policy: Option<String>,
    /// Every claim under every policy, those that wait included
    #[arg(long)]
    pub(crate) all: bool,
    /// The sentence of each claim and what decides it, as for claims that are named
    #[arg(long)]
    pub(crate) full: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Rules {
    /// Policies to compare, and at most one study in which they are written
    #[arg(value_name = "PACKAGE")]
    pub(crate) packages: Vec<String>,
    /// Tell the record of Chinese imports under the rules' true dates, shifted ones, and none, and score each
    #[arg(long, conflicts_with_all = ["packages", "set"])]
    pub(crate) record: bool,
    /// Number of futures [default: that of the study; 320 with --record]
    #[arg(short = 'n', long, value_name = "N", allow_negative_numbers = true, value_parser = whole(1, 1_000_000))]
    pub(crate) futures: Option<u64>,
    /// Put a value in place of a belief or lever, as in `overtake run`
    #[arg(long, value_name = "KEY=VALUE")]
    pub(crate) set: Vec<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Compare {
    /// Folder of the first run
    pub(crate) a: PathBuf,
    /// Folder of the second run
    pub(crate) b: PathBuf,
}

#[derive(Args, Debug)]
pub(crate) struct Explain {
    /// Folder of a run
    pub(crate) run: PathBuf,
    /// Number of the future, from 0
    #[arg(allow_negative_numbers = true, value_parser = whole(0, u64::MAX))]
    pub(crate) future: u64,
    /// Policy [default: the reference]
    #[arg(long, value_name = "P")]
    pub(crate) policy: Option<String>,
    /// Outcome told each year [default: frontier_lag_months, or the first headline of another model]
    #[arg(long, value_name = "O")]
    pub(crate) outcome: Option<String>,
    /// Every large line of the ledger, not only those that moved most against the year before
    #[arg(long)]
    pub(crate) full: bool,
}

#[derive(Args, Debug)]
pub(crate) struct When {
    /// FLOP such as 1e36, a prior (ftm, gate, aifm, metr), own, or none
    #[arg(allow_negative_numbers = true)]
    pub(crate) threshold: String,
    /// Folder of a finished run, whose futures are asked
    #[arg(long, value_name = "DIR", conflicts_with_all = ["study", "futures", "seed", "set"])]
    pub(crate) run: Option<PathBuf>,
    /// Built-in study, or path of a TOML file
    #[arg(long, default_value = "as-is")]
    pub(crate) study: String,
    /// Number of futures
    #[arg(short = 'n', long, value_name = "N", allow_negative_numbers = true, value_parser = whole(1, 100_000_000))]
    pub(crate) futures: Option<u64>,
    /// Seed of the design and of all luck
    #[arg(long, value_name = "S", allow_negative_numbers = true, value_parser = whole(0, i64::MAX as u64))]
    pub(crate) seed: Option<u64>,
    /// Put a value in place of a belief or lever, or choose a school: schools.discovery=NAME (may be repeated)
    #[arg(long, value_name = "KEY=VALUE")]
    pub(crate) set: Vec<String>,
    /// Policy [default: the reference]
    #[arg(long, value_name = "P")]
    pub(crate) policy: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Evidence {
    /// Keys, or `check`
    #[arg(value_name = "KEY")]
    pub(crate) keys: Vec<String>,
    /// The newest point of each observable
    #[arg(long)]
    pub(crate) latest: bool,
    /// Folder of evidence to check instead of the built-in one
    #[arg(long, value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct Audit {
    /// Fewer worlds and futures
    #[arg(long)]
    pub(crate) quick: bool,
    /// A thousand random worlds: some minutes more
    #[arg(long, conflicts_with = "quick")]
    pub(crate) full: bool,
    /// Seed of the random worlds
    #[arg(long, value_name = "S", default_value_t = 1, allow_negative_numbers = true, value_parser = whole(0, i64::MAX as u64))]
    pub(crate) seed: u64,
}

#[derive(Args, Debug)]
pub(crate) struct Schema {
    /// Which; `overtake schema` lists them
    #[arg(value_name = "NAME")]
    pub(crate) what: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct New {
    /// Name of the study; it is written to NAME.toml
    pub(crate) name: String,
}

#[derive(Args, Debug)]
pub(crate) struct Completions {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
}

/// What the help of each command ends with.
mod examples {
    pub(super) const RUN: &str = "Examples:
  overtake run -n 2560 --seed 2                        fewer futures, other luck
  overtake run --set borrowing.rate=0.2..0.6           a belief of your own
  overtake run mine.toml --policies as-is,full-denial  a study of your own under two policies
  overtake run --plots                                 pictures of out/as-is, in out/as-is/plots";
    pub(super) const CLAIMS: &str = "Examples:
  overtake claims                       the answered claims of out/as-is, a row each
  overtake claims out/as-is-2 C4 C12a   two of another run, in full
  overtake claims --all                 every claim under every policy
  overtake claims --json                everything, for machines";
    pub(super) const COMPARE: &str = "Examples:
  overtake compare out/as-is out/as-is-2";
    pub(super) const EXPLAIN: &str = "Examples:
  overtake explain out/as-is 17
  overtake explain out/as-is 17 --full
  overtake explain out/as-is 17 --policy full-denial --outcome compute_at_disposal";
    pub(super) const EVIDENCE: &str = "Examples:
  overtake evidence                  every parameter with its belief
  overtake evidence borrowing.rate   all about one
  overtake evidence schools          rival schools by switch, and how to choose one
  overtake evidence --latest         to which date each observable reaches";
    pub(super) const RULES: &str = "Examples:
  overtake rules                                   every package, on 640 futures
  overtake rules as-is rules-2026-01 full-denial   three of them
  overtake rules studies/notice.toml               a notice of one's own, written as data
  overtake rules --record                          do the true dates of the rules tell the record best?";
    pub(super) const WHEN: &str = "Examples:
  overtake when 1e36                                when somebody has 1e36 effective FLOP
  overtake when own -n 2560                         each school by its own threshold
  overtake when metr --set schools.discovery=metr   one school, one prior
  overtake when ftm --run out/as-is --policy full-denial";
    pub(super) const AUDIT: &str = "Examples:
  overtake audit --quick";
    pub(super) const SCHEMA: &str = "Examples:
  overtake schema study > study.schema.json";
    pub(super) const NEW: &str = "Examples:
  overtake new mine      writes mine.toml
  overtake run mine.toml";
    pub(super) const COMPLETIONS: &str = "Examples:
  overtake completions bash > ~/.local/share/bash-completion/completions/overtake
  overtake completions fish > ~/.config/fish/completions/overtake.fish";
}
