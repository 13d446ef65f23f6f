//! Metadata that is saved for whoever deploys it by other means.

use keyperch_core::model::error::Error;
use keyperch_core::model::field::{Field, Problem};
use keyperch_core::model::secret::Pasted;
use keyperch_core::model::view::{Answer, Credential, MetadataShape, RecipeId};

use super::super::support::story::ANA;
use super::Making;

#[tokio::test]
async fn a_zip_and_a_folder_are_saved_where_the_person_says() {
    let making = Making::begin(RecipeId::RehearsalTool, &[]).await;
    let core = &making.story.core;
    assert_eq!(core.metadata_name(making.guide).await.expect("a name"), "Made_for_it");
    let zip = making.story.folder.join("app.zip");
    core.save_metadata(making.guide, MetadataShape::Zip, &zip).await.expect("saved");
    assert!(std::fs::read(&zip).expect("the file").starts_with(b"PK"));
    core.save_metadata(making.guide, MetadataShape::SourceFolder, &making.story.folder).await.expect("saved");
    let folder = making.story.folder.join("Made_for_it");
    let app = folder.join("force-app/main/default/externalClientApps/Made_for_it.eca-meta.xml");
    assert!(std::fs::read_to_string(app).expect("the file").contains("<label>Made for it</label>"));
    std::fs::write(folder.join("notes.txt"), "somebody's").expect("a file");
    let again = core.save_metadata(making.guide, MetadataShape::SourceFolder, &making.story.folder).await;
    assert!(matches!(again, Err(Error::File(_))), "{again:?}");
}

#[tokio::test]
async fn what_was_not_answered_is_asked_for_before_a_place_is() {
    let making = Making::begin(RecipeId::RehearsalTool, &[]).await;
    making.story.core.answer_guide(making.guide, Answer::ContactEmail, "").await.expect("taken back");
    let refused = making.story.core.metadata_name(making.guide).await;
    let expected = Field::ContactEmail.refused(Problem::Empty);
    assert!(matches!(refused, Err(Error::Field(refused)) if refused == expected));
}

#[tokio::test]
async fn an_app_with_signed_assertions_is_not_saved_without_its_certificate() {
    let answers = [
        (Answer::Flow, "jwt_bearer"),
        (Answer::JwtUsername, ANA),
        (Answer::PermissionSet, "Lightning_Out"),
        (Answer::TheirCallback, "https://acme.com/callback"),
    ];
    let making = Making::begin(RecipeId::LightningOut, &answers).await;
    let core = &making.story.core;
    let refused = core.metadata_name(making.guide).await;
    let expected = Field::PrivateKey.refused(Problem::Empty);
    assert!(matches!(refused, Err(Error::Field(refused)) if refused == expected));
    let key = Pasted::from(format!("3MVG9{}", "made".repeat(20)));
    core.paste_into_guide(making.guide, Credential::Key, key).await.expect("saved");
    core.make_guide_certificate(making.guide).await.expect("a certificate");
    core.metadata_name(making.guide).await.expect("a name");
}
