//! Private keys for signed assertions: made, read from a file, and their certificates handed out for upload in Setup.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use zeroize::Zeroizing;

use crate::core::Core;
use crate::model::error::Error;
use crate::model::field::{Field, Problem};
use crate::model::secret::{Hinted, Pasted};
use crate::model::view::{CertificateOf, KeyFileView, PrivateKeyView};
use crate::oauth::private_key::{self, KeyFile, KeyWithCertificate, LARGEST_FILE};

/// What a certificate says where no name was given.
const NAME: &str = "Keyperch";

impl Core {
    /// Makes an RSA key and its certificate, which wait for their form to be saved. `name` is what Setup shows of it.
    ///
    /// # Errors
    /// [`Error::Nonsense`] when this computer cannot make one.
    pub async fn make_private_key(&self, name: String) -> Result<PrivateKeyView, Error> {
        let now = self.rooms().clock.now();
        // Looking for two large primes takes a while.
        let made = tokio::task::spawn_blocking(move || private_key::make(or_ours(&name), now)).await;
        Ok(self.waits(made.map_err(|_| Error::Nonsense("a key was not made"))??))
    }

    /// Reads a private key from a PEM file. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Field`], with what is wrong with the file.
    pub fn read_private_key(&self, file: &Path, name: &str) -> Result<KeyFileView, Error> {
        let unreadable = |_| Field::PrivateKey.refused(Problem::NotAPrivateKey);
        let mut text = Zeroizing::new(Vec::new());
        let file = File::open(file).map_err(unreadable)?;
        file.take(LARGEST_FILE).read_to_end(&mut text).map_err(unreadable)?;
        Ok(match private_key::read(&text, or_ours(name), self.rooms().clock.now())? {
            KeyFile::Open(key) => KeyFileView::Read { key: self.waits(key) },
            KeyFile::Locked(locked) => {
                KeyFileView::Locked { draft: self.rooms().drafts.add_locked_key(locked) }
            }
        })
    }

    /// Opens an encrypted key that was read, with the passphrase that is on the clipboard.
    ///
    /// # Errors
    /// [`Error::Field`] for a wrong passphrase: another can be tried.
    pub fn unlock_private_key(
        &self,
        draft: crate::model::ids::DraftId,
        passphrase: &Pasted,
        name: &str,
    ) -> Result<PrivateKeyView, Error> {
        let locked = self.rooms().drafts.locked_key(draft)?;
        let opened = private_key::unlock(&locked, passphrase, or_ours(name), self.rooms().clock.now())?;
        self.rooms().drafts.done(draft);
        Ok(self.waits(opened))
    }

    /// The text of a certificate's `.crt` file. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Gone`] where there is none.
    pub async fn certificate(&self, of: CertificateOf) -> Result<String, Error> {
        match of {
            CertificateOf::Draft { draft } => {
                Ok(self.rooms().drafts.private_key(draft)?.certificate.pem.clone())
            }
            CertificateOf::App { app } => {
                let (app, _org) = self.rooms().registry.app(app).await?;
                app.flow.jwt().map(|jwt| jwt.certificate.pem.clone()).ok_or(Error::Gone)
            }
        }
    }

    fn waits(&self, made: KeyWithCertificate) -> PrivateKeyView {
        let hint = made.key.hint(self.rooms().registry.salt());
        let certificate = made.certificate.view.clone();
        PrivateKeyView { draft: self.rooms().drafts.add_private_key(made), hint, certificate }
    }
}

fn or_ours(name: &str) -> &str {
    if name.trim().is_empty() { NAME } else { name }
}
