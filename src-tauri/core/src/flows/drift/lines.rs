//! Which line of a guide a setting belongs to, and how what was found ticks it.

use crate::model::metadata::Found;
use crate::model::setup_label::SetupLabel;
use crate::model::view::{Line, LineId, LineView, SettingValue, SettingView, Tick};

/// Gives each setting its line, and says how each line that was found is to be ticked.
pub(super) fn ticks(
    lines: &[&LineView],
    settings: &mut [SettingView],
    found: &Found,
) -> Vec<(LineId, Option<Tick>)> {
    let mut ticks: Vec<(LineId, Option<Tick>)> = Vec::new();
    for setting in settings {
        let is_taken = |id: &LineId| ticks.iter().any(|(taken, _)| taken == id);
        let mut own = lines.iter().filter(|line| is_of(&line.line, setting));
        // Client credentials have a box in each of two places; a list with a number of days has one line for both.
        let Some(line) = own.clone().find(|line| !is_taken(&line.id)).or_else(|| own.next()) else {
            continue;
        };
        setting.line = Some(line.id.clone());
        let Some(tick) = tick(&line.line, setting) else { continue };
        match ticks.iter_mut().find(|(taken, _)| *taken == line.id) {
            Some((_, before)) if tick == Tick::Refuted => *before = Some(tick),
            Some(_) => {}
            None => ticks.push((line.id.clone(), Some(tick))),
        }
    }
    ticks.extend(lines.iter().filter_map(|line| Some((line.id.clone(), Some(scope(&line.line, found)?)))));
    ticks
}

fn is_of(line: &Line, setting: &SettingView) -> bool {
    let label = setting.setting;
    match line {
        Line::Box { label: own, .. } => *own == label,
        Line::Choose { field, choice, value } => *field == label || (value.is_some() && *choice == label),
        Line::Enter { field, .. } => *field == label,
        // What somebody else's callback is, is one of several: the line of ours shows them all.
        Line::Ask { field, .. } => *field == label && label != SetupLabel::CallbackUrl,
        _ => false,
    }
}

/// None: nothing was found, or it is as fine as it can be.
fn tick(line: &Line, setting: &SettingView) -> Option<Tick> {
    let found = setting.found.as_ref()?;
    let is_pinned = matches!(line, Line::Box { may_be_locked: true, .. })
        && *found == SettingValue::Box { on: true }
        && setting.wanted == SettingValue::Box { on: false };
    if *found == setting.wanted {
        Some(Tick::Proved)
    } else if is_pinned {
        // Setup may have greyed it out: nobody can untick it, and nobody has to.
        None
    } else {
        Some(Tick::Refuted)
    }
}

/// A scope's own line. Two names of one scope count as one.
fn scope(line: &Line, found: &Found) -> Option<Tick> {
    let Line::Scope { scope } = line else { return None };
    let scopes = &found.scopes.as_ref()?.0;
    let other = match scope.as_str() {
        "refresh_token" => "offline_access",
        "offline_access" => "refresh_token",
        same => same,
    };
    let says = [scopes.get(scope), scopes.get(other)].into_iter().flatten();
    let has = says.copied().reduce(|one, other| one || other)?;
    Some(if has { Tick::Proved } else { Tick::Refuted })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::metadata::FoundScopes;
    use crate::model::refusal::Sureness;

    fn line(id: &str, line: Line) -> LineView {
        LineView {
            id: LineId(id.to_owned()),
            line,
            tick: None,
            can_be_proven: true,
            why: None,
            advice: None,
            source: String::new(),
            sure: Sureness::Official,
            heading: None,
        }
    }

    fn ticked(label: SetupLabel, on: bool, may_be_locked: bool) -> Line {
        Line::Box { label, on, may_be_locked, is_locked: false }
    }

    fn setting(label: SetupLabel, wanted: SettingValue, found: Option<SettingValue>) -> SettingView {
        SettingView { line: None, setting: label, wanted, found }
    }

    const ON: SettingValue = SettingValue::Box { on: true };
    const OFF: SettingValue = SettingValue::Box { on: false };

    #[test]
    fn what_was_found_ticks_its_line_and_what_was_not_ticks_nothing() {
        let lines = [
            line("device", ticked(SetupLabel::DeviceFlow, false, false)),
            line("secret", ticked(SetupLabel::SecretForRefresh, true, false)),
            line("pkce", ticked(SetupLabel::Pkce, false, true)),
            line("rotation", ticked(SetupLabel::Rotation, true, true)),
        ];
        let mut settings = [
            setting(SetupLabel::DeviceFlow, OFF, Some(OFF)),
            setting(SetupLabel::SecretForRefresh, ON, Some(OFF)),
            setting(SetupLabel::Pkce, OFF, Some(ON)),
            setting(SetupLabel::Rotation, ON, None),
        ];
        let ticks = ticks(&lines.iter().collect::<Vec<_>>(), &mut settings, &Found::default());
        let told: Vec<_> = ticks.iter().map(|(line, tick)| (line.0.as_str(), *tick)).collect();
        assert_eq!(told, [("device", Some(Tick::Proved)), ("secret", Some(Tick::Refuted))]);
        assert!(settings.iter().all(|setting| setting.line.is_some()));
    }

    #[test]
    fn a_list_with_days_is_right_only_with_its_days_and_two_boxes_of_one_name_are_two() {
        let choice = SetupLabel::RefreshIdle;
        let field = SetupLabel::RefreshTokenPolicy;
        let lines = [
            line("settings", ticked(SetupLabel::ClientCredentialsFlow, true, false)),
            line("policies", ticked(SetupLabel::ClientCredentialsFlow, true, false)),
            line("refresh", Line::Choose { field, choice, value: Some("30".to_owned()) }),
        ];
        let text = |text: &str| SettingValue::Text { text: text.to_owned() };
        let chosen = SettingValue::Choice { choice };
        let mut settings = [
            setting(SetupLabel::ClientCredentialsFlow, ON, Some(ON)),
            setting(field, chosen.clone(), Some(chosen)),
            setting(choice, text("30 Days"), Some(text("90 Days"))),
            setting(SetupLabel::ClientCredentialsFlow, ON, Some(OFF)),
        ];
        let ticks = ticks(&lines.iter().collect::<Vec<_>>(), &mut settings, &Found::default());
        let told: Vec<_> = ticks.iter().map(|(line, tick)| (line.0.as_str(), *tick)).collect();
        let expected = [
            ("settings", Some(Tick::Proved)),
            ("refresh", Some(Tick::Refuted)),
            ("policies", Some(Tick::Refuted)),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn each_scope_is_ticked_by_itself_by_either_of_its_names() {
        let scope = |scope: &str| line(scope, Line::Scope { scope: scope.to_owned() });
        let lines = [scope("api"), scope("refresh_token"), scope("web"), scope("lightning")];
        let has = [("api", true), ("refresh_token", false), ("offline_access", true), ("web", false)];
        let scopes = FoundScopes(has.map(|(scope, has)| (scope.to_owned(), has)).into());
        let found = Found { scopes: Some(scopes), ..Found::default() };
        let ticks = ticks(&lines.iter().collect::<Vec<_>>(), &mut [], &found);
        let told: Vec<_> = ticks.iter().map(|(line, tick)| (line.0.as_str(), *tick)).collect();
        let (proved, refuted) = (Some(Tick::Proved), Some(Tick::Refuted));
        assert_eq!(told, [("api", proved), ("refresh_token", proved), ("web", refuted)]);
    }
}
