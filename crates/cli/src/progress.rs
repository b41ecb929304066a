//! Progress of a run on stderr, with rate and time left.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use overtake::ensemble::runner::Progress;

/// A bar; hidden when nothing should be shown.
pub(crate) struct Bar(ProgressBar);

impl Bar {
    pub(crate) fn new(quiet: bool) -> Self {
        let bar = if quiet {
            ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden())
        } else {
            ProgressBar::no_length()
        };
        let style = ProgressStyle::with_template(
            "{msg} {wide_bar} {human_pos}/{human_len} trajectories, {per_sec}, {eta} left",
        );
        if let Ok(style) = style {
            bar.set_style(style);
        }
        Self(bar)
    }

    pub(crate) fn done(&self) {
        self.0.finish_and_clear();
    }
}

impl Progress for Bar {
    fn started(&self, done: u64, total: u64) {
        self.0.set_length(total);
        self.0.set_position(done);
        self.0.reset_eta();
        self.0.set_message("running");
    }

    fn batch_done(&self, done: u64, _: u64) {
        self.0.set_position(done);
    }

    fn joining(&self) {
        self.0.set_message("joining");
    }
}
