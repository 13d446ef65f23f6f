//! *Catch what I copy*: key and secret, and nothing else of what goes over the clipboard.

use std::time::Duration;

use keyperch_core::model::secret::Pasted;
use keyperch_core::model::view::RecipeId;
use serde_json::json;

use super::super::support::log;
use super::Following;

impl Following {
    async fn catch(&self, text: &str) -> bool {
        self.story.core.catch(Pasted::from(text.to_owned())).await
    }
}

#[tokio::test]
async fn both_are_caught_and_then_nobody_looks_any_more() {
    let following = Following::begin(RecipeId::ApiIntegration).await;
    assert!(!following.catch(&following.key).await, "nobody has asked for it");
    following.story.core.begin_catching(following.guide).await.expect("catching");
    assert!(following.view().await.catching_until.is_some());
    assert!(following.catch(&following.key).await);
    assert!(following.catch(&following.key).await, "the same is looked at again and again");
    assert!(!following.catch(&following.secret).await, "both are there");
    let view = following.view().await;
    assert!(view.key.is_some() && view.secret.is_some() && view.catching_until.is_none());
    assert!(!following.catch(&following.key).await);
}

#[tokio::test]
async fn everything_else_is_neither_kept_nor_told() {
    let following = Following::begin(RecipeId::ApiIntegration).await;
    following.story.core.begin_catching(following.guide).await.expect("catching");
    let before = (following.view().await, following.announced().len());
    let canaries = [
        "canary-of-a-password-0001",
        "A private canary sentence.",
        "1234567890123456789012345",
        "canary@acme.com",
    ];
    for canary in canaries {
        assert!(following.catch(canary).await);
    }
    assert_eq!((following.view().await, following.announced().len()), before);
    // A key is told of, by its last characters: what is looked through is what the window and the log are told.
    assert!(following.catch(&following.key).await);
    let changes = following.story.changes.lock().unwrap();
    let told = format!("{} {:?} {}", json!(*changes), *changes, log::heard());
    assert!(told.contains(&following.key[following.key.len() - 4..]), "nothing was told");
    for canary in canaries {
        assert!(!told.contains(canary), "{canary}");
    }
}

#[tokio::test]
async fn two_minutes_are_the_end_of_it() {
    let following = Following::begin(RecipeId::ApiIntegration).await;
    let core = &following.story.core;
    core.begin_catching(following.guide).await.expect("catching");
    following.story.later(Duration::from_secs(119));
    assert!(core.is_catching().await);
    following.story.later(Duration::from_secs(1));
    assert!(!following.catch(&following.key).await);
    assert!(following.view().await.key.is_none());
    for _ in 0..100 {
        if following
            .announced()
            .last()
            .is_some_and(|guide| guide.as_ref().is_some_and(|guide| guide.catching_until.is_none()))
        {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the window was not told");
}

#[tokio::test]
async fn whoever_closes_the_guide_is_not_looked_at() {
    let following = Following::begin(RecipeId::ApiIntegration).await;
    let core = &following.story.core;
    core.begin_catching(following.guide).await.expect("catching");
    core.close_guide().await;
    assert!(!core.is_catching().await);
    core.open_guide(following.guide).await.expect("opened");
    core.begin_catching(following.guide).await.expect("catching");
    core.remove_guide(following.guide).await.expect("removed");
    assert!(!following.catch(&following.key).await);
}
