"""Refusals of sign-in, approval and the care of people."""

from hallclient.base.errors import HallError
from hallclient.base.language import N_


class SignInFailed(HallError):
    """Code or password is wrong; which of the two is not said."""

    code = "signin.failed"
    sentence = N_("Staff code or password is wrong.")


class SignInLocked(HallError):
    """Too many failures; nothing typed before the time is over is looked at."""

    code = "signin.locked"
    sentence = N_("Too many failed tries. Try again in {seconds} seconds, or ask the manager.")


class UnlockOther(HallError):
    """A locked screen belongs to one person."""

    code = "signin.other-person"
    sentence = N_("This screen was locked by {code}. Sign out first; drafts are kept.")


class NotPermitted(HallError):
    """The role does not include this."""

    code = "permission.denied"
    sentence = N_("Your role does not include this: {permission}. Ask the duty manager.")


class ApprovalMissing(HallError):
    """No second person signed."""

    code = "approval.missing"
    sentence = N_("A second person must sign first: {permission}.")


class ApprovalSamePerson(HallError):
    """Two people where two are needed: the first cannot be the second."""

    code = "approval.same-person"
    sentence = N_("Somebody else must sign: the second person cannot be the first.")


class ApprovalNotPermitted(HallError):
    """The person who signed may not approve this, or not this much."""

    code = "approval.not-permitted"
    sentence = N_("{code} may not sign this: {permission}.")


class ApprovalExpired(HallError):
    """The signature is too old: the approver may have left."""

    code = "approval.expired"
    sentence = N_("The signature is no longer valid. Have it signed again.")


class StaffUnknown(HallError):
    """Nobody here has this code."""

    code = "staff.unknown"
    sentence = N_("Nobody in this hall has the staff code {code}.")


class StaffCodeMalformed(HallError):
    """Not usable as a staff code."""

    code = "staff.code"
    sentence = N_("A staff code has 1 to 32 letters, digits, dots or hyphens.")


class StaffCodeTaken(HallError):
    """A code is never given twice: old records name it."""

    code = "staff.code-taken"
    sentence = N_("The staff code {code} is taken; codes are never used again.")


class StaffNameMissing(HallError):
    """A person without a name cannot sign papers."""

    code = "staff.name"
    sentence = N_("Type the person's name, at most 40 characters.")


class PostMissing(HallError):
    """Rights come from the post, so nobody is without one."""

    code = "staff.post"
    sentence = N_("Choose the person's post.")


class StaffSelf(HallError):
    """Nobody changes their own rights; so one manager always remains."""

    code = "staff.self"
    sentence = N_("Your own role, state and lock are changed by somebody else.")


class PasswordShort(HallError):
    """Too short, or too long to be typed by a person."""

    code = "password.length"
    sentence = N_("A password has at least {least} and at most {most} characters.")


class PasswordIsCode(HallError):
    """The first thing that anybody would try."""

    code = "password.is-code"
    sentence = N_("The password must differ from the staff code.")


class PasswordSame(HallError):
    """Changing it to itself changes nothing."""

    code = "password.same"
    sentence = N_("The new password must differ from the old one.")


class PasswordsDiffer(HallError):
    """Typed twice, and not the same."""

    code = "password.differs"
    sentence = N_("The two passwords differ. Type them again.")


class CounterMalformed(HallError):
    """Not the number of a counter."""

    code = "counter.number"
    sentence = N_("A counter has a number from 1 to 99; the manager's room is 0.")
