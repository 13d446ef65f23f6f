//! Writes the metadata of every recipe, in each of its ways, into a folder: as a source folder and as a zip.
//!
//! What it writes is then held against the library by which the Salesforce CLI goes (`check.mjs`).

#![expect(clippy::expect_used, clippy::print_stdout, reason = "a program of the tests")]

use std::path::Path;

use keyperch_core::model::metadata::{AppMetadata, source_folder, zip};
use keyperch_core::model::recipe::plan::Plan;
use keyperch_core::model::recipe::{Answers, Recipe};
use keyperch_core::model::view::{Answer, RecipeFlow};
use keyperch_core::oauth::private_key;
use keyperch_core::{Clock, SystemClock};

const ANSWERS: [(Answer, &str); 7] = [
    (Answer::AppName, "Zoë & <Co>"),
    (Answer::ContactEmail, "ana@acme.com"),
    (Answer::TheirCallback, "https://acme.com/callback?a=1&b=2"),
    (Answer::RunAs, "integration@acme.com"),
    (Answer::JwtUsername, "integration@acme.com"),
    (Answer::PermissionSet, "Integration"),
    (Answer::CustomScopes, "orders"),
];

fn main() {
    let into = std::env::args().nth(1).expect("the folder to write into");
    let mut written = 0;
    for recipe in Recipe::all() {
        for flow in &recipe.flows {
            let app = app(recipe, *flow);
            let name = format!("{}-{}", word(&recipe.recipe), word(flow));
            let folder = Path::new(&into).join(&name);
            for file in source_folder(&app) {
                let path = folder.join(file.path);
                std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
                std::fs::write(path, file.text).expect("a file");
            }
            std::fs::write(Path::new(&into).join(format!("{name}.zip")), zip(&app).expect("a zip"))
                .expect("a file");
            written += 1;
        }
    }
    println!("{written} apps of {} recipes are written to {into}", Recipe::all().len());
}

fn app(recipe: &Recipe, flow: RecipeFlow) -> AppMetadata {
    let mut answers = Answers::default();
    for (answer, value) in ANSWERS.into_iter().chain([(Answer::Flow, word(&flow).as_str())]) {
        answers.give(recipe, answer, value).expect("an answer");
    }
    let certificate = (flow == RecipeFlow::JwtBearer)
        .then(|| private_key::make("Keyperch", SystemClock.now()).expect("a key").certificate.pem);
    AppMetadata::of(&Plan::of(recipe, &answers), certificate).expect("every answer was given")
}

fn word(of: &impl serde::Serialize) -> String {
    serde_json::to_value(of).expect("a word").as_str().expect("a word").to_owned()
}
