"""How acts of the history are said, and of which kind they are. Pure."""

from eventsapp.translation import N_

SAW, EXPORTED, DELETED, CHANGED = "saw", "exported", "deleted", "changed"
KINDS = {
    SAW: N_("saw something locked"),
    EXPORTED: N_("took a copy"),
    DELETED: N_("deleted something"),
    CHANGED: N_("changed something"),
}
# Verbs by kind; whatever stands in none of the three changed something.
LOOKS = (
    "saw needs",
    "saw passport data",
    "saw private answers",
    "saw a nomination letter",
    "saw held data",
    "took a file",
)
COPIES = ("exported",)
DELETIONS = ("purged", "deleted", "erased", "removed a label", "put aside")

# What somebody did, after their name and before the thing: "Karen looked at needs: Huiwen".
VERBS = {
    "added": N_("added"),
    "added a category": N_("added a category"),
    "answered": N_("answered"),
    "approved": N_("approved"),
    "asked about their data": N_("asked about the data held"),
    "asked for a correction": N_("asked for a correction"),
    "calendar address made": N_("made a calendar address"),
    "calendar address revoked": N_("revoked a calendar address"),
    "came back": N_("let take part again"),
    "cancelled": N_("cancelled"),
    "changed": N_("corrected"),
    "changed needs": N_("changed the needs"),
    "closed": N_("closed"),
    "confirmed": N_("confirmed the address"),
    "created": N_("created"),
    "decided a correction": N_("decided on a correction"),
    "deleted": N_("deleted"),
    "done": N_("marked as done"),
    "entered": N_("entered"),
    "erased": N_("erased"),
    "exported": N_("took a copy as a file"),
    "gave a role": N_("gave a role"),
    "gave consent": N_("gave a consent"),
    "given back": N_("took an invitation up again"),
    "hours set": N_("set the hours"),
    "imported": N_("imported from a file"),
    "invited": N_("invited"),
    "issued": N_("issued the letter"),
    "linked": N_("linked to a registration"),
    "may see needs": N_("let see who needs what"),
    "may see needs no more": N_("no longer let see who needs what"),
    "merge undone": N_("took a merge back"),
    "merged": N_("made one with another entry"),
    "moved": N_("moved"),
    "nominated": N_("entered a nomination"),
    "not done": N_("marked as not done"),
    "noted attendance": N_("noted the attendance"),
    "opened again": N_("opened again"),
    "owed": N_("named as owing something"),
    "purged": N_("deleted, its time being over"),
    "put aside": N_("put aside"),
    "refused": N_("refused"),
    "registered": N_("entered a registration"),
    "registered again": N_("registered again"),
    "reinstated": N_("reinstated"),
    "released": N_("released from what was owed"),
    "reminded": N_("reminded"),
    "reminder planned": N_("planned a reminder"),
    "reminder sent now": N_("sent a reminder at once"),
    "reminder skipped": N_("skipped a reminder"),
    "removed a label": N_("removed a label"),
    "reopened": N_("opened again"),
    "repeated": N_("let repeat"),
    "repeated no more": N_("let repeat no more"),
    "repetition declined": N_("declined a repetition"),
    "returned": N_("returned for a correction"),
    "revoked": N_("revoked the letter"),
    "said not the same": N_("said that two are not one person"),
    "said which name": N_("said which name is right"),
    "saved": N_("saved a text"),
    "saw a nomination letter": N_("looked at the nomination letter"),
    "saw held data": N_("looked at all data held"),
    "saw needs": N_("looked at the needs"),
    "saw passport data": N_("looked at passport data"),
    "saw private answers": N_("looked at private answers"),
    "set a label": N_("set a label"),
    "set the cap": N_("set how many a country may nominate"),
    "started": N_("started"),
    "submitted": N_("sent to the secretariat"),
    "taken back": N_("took back that two are not one person"),
    "took a file": N_("took a file that was sent"),
    "trusted an address again": N_("let mail go to an address again"),
    "undone": N_("took back"),
    "withdrawn": N_("withdrew"),
    "published a list": N_("published a list"),
    "withdrew a list": N_("withdrew a list"),
    "withdrew a nomination": N_("withdrew a nomination"),
    "withdrew consent": N_("withdrew a consent"),
}

# What it was done to, by the name of the table.
THINGS = {
    "agenda_item": N_("agenda item"),
    "consultation": N_("consultation"),
    "correction": N_("correction"),
    "data_request": N_("request about data"),
    "deadline": N_("deadline"),
    "feed": N_("calendar address"),
    "import": N_("minutes"),
    "invitation": N_("invitation"),
    "label": N_("label"),
    "letter": N_("letter"),
    "letter_request": N_("letter request"),
    "meeting": N_("meeting"),
    "meeting_day": N_("meeting day"),
    "merge": N_("merge"),
    "nomination": N_("nomination"),
    "not_same": N_("two entries of the registry"),
    "obligation": N_("something owed"),
    "open_question": N_("open question"),
    "organization": N_("organisation"),
    "participation": N_("participation"),
    "person": N_("person of the registry"),
    "process": N_("process"),
    "published_list": N_("published list"),
    "purge": N_("record of a deletion"),
    "registration": N_("registration"),
    "registration_form": N_("registration form"),
    "release": N_("draft"),
    "sheet_import": N_("file of people"),
}


def kind_of(verb: str) -> str:
    """Return of which kind an act is."""
    for kind, verbs in ((SAW, LOOKS), (EXPORTED, COPIES), (DELETED, DELETIONS)):
        if verb in verbs or (kind == SAW and verb.startswith("saw ")):
            return kind
    return CHANGED
