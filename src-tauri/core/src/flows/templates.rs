//! Opens a template file, and makes one of an app.

use std::io::Read;
use std::path::Path;

use crate::core::Core;
use crate::model::error::Error;
use crate::model::ids::ClientAppId;
use crate::model::template::{ANSWERS, LARGEST, Template, TemplateRefused};
use crate::model::view::Change;

/// A template, to be saved.
#[derive(Clone, Debug)]
pub struct TemplateFile {
    /// What the file is to be called.
    pub name: String,
    /// Its text.
    pub text: String,
}

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

    /// What a colleague begins with who is to have the same app: no key, no secret, and nobody's name. An app that came
    /// from a guide begins that guide on their side, with the answers that hold there too. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Gone`].
    pub async fn template_of(&self, app: ClientAppId) -> Result<TemplateFile, Error> {
        let (app, org) = self.rooms().registry.app(app).await?;
        let guide = self.rooms().registry.guides_of(app.id).await?.into_iter().next();
        let answered = guide.iter().flat_map(|guide| {
            ANSWERS.into_iter().filter_map(|answer| Some((answer, guide.answers.to(answer)?.to_owned())))
        });
        let template = Template {
            client: org.client.name.to_string(),
            address: org.host.to_string(),
            org_name: org.name.to_string(),
            app_name: app.name.to_string(),
            callback_url: app.callback_url.as_str().to_owned(),
            scopes: app.scopes.to_string(),
            flow: app.flow.way(),
            answers: answered.collect(),
            recipe: guide.as_ref().map(|guide| guide.recipe),
        };
        Ok(TemplateFile { name: format!("{}.json", org.code.as_str()), text: template.to_text() })
    }
}

fn read(file: &Path) -> Result<Template, TemplateRefused> {
    let opened = std::fs::File::open(file).map_err(|_| TemplateRefused::Unreadable)?;
    let mut text = String::new();
    // One byte more than is allowed tells that there is more; a pipe or a device cannot run on for ever.
    opened.take(LARGEST + 1).read_to_string(&mut text).map_err(|_| TemplateRefused::Unreadable)?;
    if text.len() as u64 > LARGEST { Err(TemplateRefused::TooLarge) } else { Template::parse(&text) }
}
