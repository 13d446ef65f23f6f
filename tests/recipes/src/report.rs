//! What is printed: one line for each way and each mistake, and the line that counts them.

use std::io::Write;

use crate::Failed;
use crate::ways::{self, Way};

/// A line on standard output; nobody to read it is no failure.
pub(crate) fn line(text: &str) {
    let mut out = std::io::stdout().lock();
    let _nobody = writeln!(out, "{text}").and_then(|()| out.flush());
}

/// The counts.
#[derive(Default)]
pub(crate) struct Tally {
    in_setup: usize,
    deployed: usize,
    mistakes: usize,
    wrong: usize,
}

impl Tally {
    /// Counts a way that was gone in Setup, and prints its line.
    pub(crate) fn in_setup(&mut self, way: &Way, came_of_it: Result<String, Failed>) {
        if self.way(way, "in Setup", came_of_it) {
            self.in_setup += 1;
        }
    }

    /// Counts a way that was gone by a deployment, and prints its line.
    pub(crate) fn deployed(&mut self, way: &Way, came_of_it: Result<String, Failed>) {
        if self.way(way, "deployed", came_of_it) {
            self.deployed += 1;
        }
    }

    /// Counts the recipe files that were refused as they must be, and those that were not.
    pub(crate) fn mistakes(&mut self, refused: usize, wrong: usize) {
        self.mistakes += refused;
        self.wrong += wrong;
    }

    /// Counts something else that is wrong, and prints it.
    pub(crate) fn wrong(&mut self, what: &str) {
        self.wrong += 1;
        line(&format!("WRONG: {what}"));
    }

    /// Prints the last line; whether nothing was wrong.
    pub(crate) fn conclude(&self) -> bool {
        let mut recipes: Vec<&str> = ways::ALL.iter().map(|way| way.recipe).collect();
        recipes.dedup();
        line(&format!(
            "{} ways of {} recipes in Setup, {} by deployment, {} mistakes refused, {} wrong",
            self.in_setup,
            recipes.len(),
            self.deployed,
            self.mistakes,
            self.wrong
        ));
        self.wrong == 0
    }

    fn way(&mut self, way: &Way, how: &str, came_of_it: Result<String, Failed>) -> bool {
        let begin = format!("{:30}{how:10}", way.title());
        match came_of_it {
            Ok(said) => {
                line(&format!("{begin}{said}"));
                true
            }
            Err(failed) => {
                self.wrong += 1;
                line(&format!("{begin}WRONG: {failed}"));
                false
            }
        }
    }
}
