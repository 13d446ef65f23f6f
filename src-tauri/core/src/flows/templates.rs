//! Opens a template file.

use std::io::Read;
use std::path::Path;

use crate::core::Core;
use crate::model::error::Error;
use crate::model::template::{LARGEST, Template, TemplateRefused};
use crate::model::view::Change;

impl Core {
    /// Reads a template file and shows the window what it proposes. Nothing is saved. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Template`] when it cannot be read, or is none.
    pub fn open_template(&self, file: &Path) -> Result<(), Error> {
        let template = read(file)?;
        self.rooms().announce(Change::Template { template });
        Ok(())
    }
}

fn read(file: &Path) -> Result<Template, TemplateRefused> {
    let opened = std::fs::File::open(file).map_err(|_| TemplateRefused::Unreadable)?;
    let mut text = String::new();
    // One byte more than is allowed tells that there is more; a pipe or a device cannot run on for ever.
    opened.take(LARGEST + 1).read_to_string(&mut text).map_err(|_| TemplateRefused::Unreadable)?;
    if text.len() as u64 > LARGEST { Err(TemplateRefused::TooLarge) } else { Template::parse(&text) }
}
