//! The frame of the pages of Setup: their look, their one script, and the token that every form of theirs carries.
//!
//! The script does what Setup does by itself: it fills in the API Name, moves entries between two lists, reads a
//! certificate, and copies. It shows and hides nothing: the stylesheet does.

use super::super::answer::Answer;
use super::super::call::Call;
use super::super::page::{self, Frame, escaped};
use super::Admin;
use super::values::Values;
use crate::world::random::whole_fingerprint;
use crate::world::{OrgIndex, World};

/// The field of a form that says in which session it was opened.
pub(crate) const CONFIRMATION: &str = "confirmation_token";

const STYLE: &str = "\
body{place-items:start center}main{width:min(56rem,100vw - 2rem)}\
fieldset{border:1px solid light-dark(#c3cad6,#454f60);border-radius:8px;margin:1.25rem 0;padding:.25rem 1rem 1rem}\
legend,summary{font-weight:700;padding:.25rem .4rem}summary{cursor:pointer;margin-top:1.25rem}\
h3{font-size:1rem;margin:1.25rem 0 0}\
input[type=checkbox]{width:auto;margin:0 .6rem 0 0}label.tick{display:flex;align-items:center;font-weight:400;margin:.6rem 0 0}\
select{box-sizing:border-box;width:100%;font:inherit;padding:.5rem;border:1px solid light-dark(#76839a,#8592a8);border-radius:6px;background:light-dark(#fff,#12151b);color:inherit}\
.lists{display:grid;grid-template-columns:1fr auto 1fr;gap:.75rem;align-items:center}.lists select{font-size:.85rem}.lists button{display:block;margin:.25rem 0;padding:.3rem .8rem}\
.hint{margin:.2rem 0 0;font-size:.85rem;color:light-dark(#4c5a6d,#a9b4c4)}\
.button,.tab{display:inline-block;font-weight:600;padding:.45rem 1.1rem;margin:1rem .5rem 0 0;border:1px solid #0b5cab;border-radius:6px;text-decoration:none}\
.tab[aria-current]{background:#0b5cab;color:#fff}\
table{border-collapse:collapse;width:100%;margin-top:1rem}th,td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid light-dark(#c3cad6,#454f60)}\
dt{font-weight:600;margin-top:.6rem}dd{margin:0;overflow-wrap:anywhere}\
form:not(:has(#enable-oauth:checked)) .oauth,form:not(:has(#flow-jwt-bearer:checked)) .jwt,\
form:not(:has(#flow-code-and-credentials:checked)) .post-body,form:not(:has(#flow-token-exchange:checked)) .exchange{display:none}";

const SCRIPT: &str = "\
'use strict';{const the=id=>document.getElementById(id);\
const name=the('app-name'),api=the('api-name');\
if(name)name.addEventListener('change',()=>{if(!api.value)api.value=name.value.trim().replace(/\\s+/g,'_')});\
for(const box of document.querySelectorAll('.lists')){\
const [from,to]=box.querySelectorAll('select'),[add,remove]=box.querySelectorAll('button'),value=box.querySelector('input');\
const move=(a,b)=>{for(const option of [...a.selectedOptions]){option.selected=false;b.append(option)}\
value.value=[...to.options].map(option=>option.value).join('\\n')};\
add.onclick=()=>move(from,to);remove.onclick=()=>move(to,from)}\
const file=the('certificate-file');\
if(file)file.onchange=async()=>{const send=the('create')||the('save');send.disabled=true;\
try{the('certificate').value=file.files.length?await file.files[0].text():''}finally{send.disabled=false}};\
for(const button of document.querySelectorAll('[data-copies]'))button.onclick=async()=>{\
const field=the(button.dataset.copies),done=the('copied');\
try{await navigator.clipboard.writeText(field.value)}\
catch{field.select();if(!document.execCommand('copy')){done.textContent='Not copied';return}}\
done.textContent=button.dataset.said}}";

/// A page of Setup.
pub(super) fn page(world: &World, here: OrgIndex, title: &str, content: &str) -> Answer {
    let org = world.orgs.get(here);
    // A form that is sent after the session has ended leads to the login.
    let may_lead_to = org.map(|org| format!("https://{}", org.host()));
    page::framed(title, org, content, Frame { may_lead_to, style: STYLE, script: SCRIPT })
}

/// A form that is sent to where it was opened.
pub(super) fn form(admin: &Admin, path: &str, content: &str) -> String {
    format!(
        "<form method=\"post\" action=\"{}\" autocomplete=\"off\" novalidate>\
         <input type=\"hidden\" name=\"{CONFIRMATION}\" value=\"{}\">{content}</form>",
        escaped(path),
        confirmation(&admin.session),
    )
}

/// The token of a session's forms.
fn confirmation(session: &str) -> String {
    whole_fingerprint(&format!("setup form {session}"))
}

/// Whether a form was opened in the session that sends it.
pub(super) fn is_confirmed(admin: &Admin, call: &Call) -> bool {
    let sent = Values::read(call).ok();
    sent.is_some_and(|sent| sent.text(CONFIRMATION) == confirmation(&admin.session))
}

/// A form that came from somewhere else, or that is malformed.
pub(super) fn foreign_form(world: &World, here: OrgIndex) -> Answer {
    let content = "<p id=\"error\">This form is too old or was not opened here. Open the page again.</p>";
    Answer { status: 403, ..page(world, here, "Nothing was saved", content) }.noted("foreign_form")
}

/// What a user meets who may not manage apps.
pub(super) fn insufficient_privileges(world: &World, here: OrgIndex) -> Answer {
    let content = "<p id=\"error\">You do not have the level of access necessary to perform the operation you \
                   requested. Please contact the owner of the record or your administrator if access is necessary.</p>";
    Answer { status: 403, ..page(world, here, "Insufficient Privileges", content) }
        .noted("insufficient_privileges")
}
