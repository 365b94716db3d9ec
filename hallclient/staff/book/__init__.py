"""Who works here, who may do this, and who signed for it: asked inside the open unit of work."""

from hallclient.staff.book.people import find_person, may, people, person
from hallclient.staff.book.presence import at_work
from hallclient.staff.book.second import require, second_person

__all__ = ["at_work", "find_person", "may", "people", "person", "require", "second_person"]
