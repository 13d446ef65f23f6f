//! The pictures that were taken, by groups, each with what is seen on it.

use std::path::{Path, PathBuf};

use keyperch_e2e::Failed;
use keyperch_e2e::desk::run;
use keyperch_e2e::picture;
use keyperch_e2e::traveller::Traveller;

use crate::hand;

/// How a screen is looked at beside the usual way: what its picture is called, the theme, the window's width, the text.
const WAYS: [(&str, &str, u32, &str); 3] = [
    ("dark", "dark", 980, "100%"),
    ("text at 200 %", "light", 980, "200%"),
    ("360 px wide", "light", 360, "100%"),
];

/// All pictures of one walk.
pub(crate) struct Album {
    /// Where they are.
    pub(crate) folder: PathBuf,
    /// In the order in which they were taken.
    pub(crate) groups: Vec<Group>,
}

/// What belongs together.
pub(crate) struct Group {
    /// What it is called.
    pub(crate) title: String,
    /// Its pictures: the file's name, and what is seen on it.
    pub(crate) pictures: Vec<(String, String)>,
}

impl Album {
    /// An empty one; what an earlier walk has left there goes.
    pub(crate) fn new(folder: &Path) -> Result<Self, Failed> {
        std::fs::create_dir_all(folder)?;
        for old in std::fs::read_dir(folder)? {
            let old = old?.path();
            if old.extension().is_some_and(|kind| kind == "png") {
                std::fs::remove_file(old)?;
            }
        }
        Ok(Self { folder: folder.canonicalize()?, groups: Vec::new() })
    }

    /// Begins a group.
    pub(crate) fn begin(&mut self, title: &str) {
        self.groups.push(Group { title: title.to_owned(), pictures: Vec::new() });
    }

    /// How many pictures there are.
    pub(crate) fn count(&self) -> usize {
        self.groups.iter().map(|group| group.pictures.len()).sum()
    }

    /// Takes a picture of the window as it stands, once these words are there.
    pub(crate) async fn take(&mut self, on: &Traveller, caption: &str, words: &str) -> Result<(), Failed> {
        let file = self.next(caption);
        on.window.picture(&self.folder.join(&file), words).await?;
        self.keep(file, caption);
        Ok(())
    }

    /// The same, and also dark, with letters twice as large, and in the narrowest window.
    pub(crate) async fn take_all_ways(
        &mut self,
        on: &Traveller,
        caption: &str,
        words: &str,
    ) -> Result<(), Failed> {
        self.take(on, caption, words).await?;
        for (way, theme, width, text) in WAYS {
            hand::look(on, theme, width, text).await?;
            self.take(on, &format!("{caption}, {way}"), words).await?;
        }
        hand::look_as_usual(on).await
    }

    /// Takes a picture of a window that is not driven, by its number at the display.
    pub(crate) fn take_window(&mut self, window: u32, caption: &str) -> Result<(), Failed> {
        let file = self.next(caption);
        let path = self.folder.join(&file);
        let mut import = std::process::Command::new("import");
        import.args(["-window", &window.to_string(), "-depth", "8", &format!("PNG24:{}", path.display())]);
        run(&mut import)?;
        picture::is_of_something(&std::fs::read(&path)?, &path)?;
        self.keep(file, caption);
        Ok(())
    }

    /// Keeps how the window stood when its chapter failed, where it can still be seen.
    pub(crate) async fn stopped(&mut self, on: &Traveller, title: &str) {
        let caption = format!("Stopped here: {title}");
        let _ = self.take(on, &caption, "").await;
    }

    fn keep(&mut self, file: String, caption: &str) {
        if let Some(group) = self.groups.last_mut() {
            group.pictures.push((file, caption.to_owned()));
        }
    }

    /// Names the next file: by its place, so that a folder of them is in order.
    fn next(&self, caption: &str) -> String {
        let words = caption.to_lowercase().replace(|letter: char| !letter.is_ascii_alphanumeric(), " ");
        let words: Vec<&str> = words.split_whitespace().collect();
        format!("{:03}-{}.png", self.count() + 1, words.join("-"))
    }
}
