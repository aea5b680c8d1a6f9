from eventsapp.lists.comparing import Changes, changes_since, no_longer_agree
from tests.lists.people import list_of, listed


def test_what_changed_since_a_list_was_published_is_said_kind_by_kind():
    published = list_of(
        listed(1, "Amina Diallo"),
        listed(2, "Huiwen"),
        listed(3, "Karen Laßmann"),
        listed(4, "ليلى حداد", function="مهندسة"),
        listed(5, "李明"),
    )
    today = list_of(
        listed(1, "Amina Diallo"),
        listed(4, "ليلى حداد", function="مديرة"),
        listed(6, "David Adawo"),
    )
    # Entry 5 was merged into 6 and 2 no longer agrees.
    changes = changes_since(published, today, agreed={1, 3, 4, 6}, numbers={5: 6})

    assert changes == Changes(
        new=(), refused=("Huiwen",), gone=("Karen Laßmann",), changed=("David Adawo", "ليلى حداد")
    )
    same = changes_since(published, published, agreed={1, 2, 3, 4, 5}, numbers={})
    assert same == Changes()


def test_who_is_new_is_named():
    published, today = list_of(listed(1, "Huiwen")), list_of(listed(1, "Huiwen"), listed(2, "李明"))

    assert changes_since(published, today, agreed={1, 2}, numbers={}) == Changes(new=("李明",))


def test_a_published_list_names_who_may_not_be_named_any_more():
    published = list_of(listed(1, "Amina Diallo"), listed(2, "Huiwen"), listed(3, "李明"))

    assert no_longer_agree(published, agreed={1, 7}, numbers={3: 7}) == ["Huiwen"]
