"""What a login costs: checking one password as we keep it ÷ as Django would by itself."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher

from reports.benchmark import measure
from reports.benchmark.lines import line

PASSWORD = "một mật khẩu dài"


@line("login_x")
def login(size, wanted) -> dict[str, float]:
    """Whole checks, right passwords; both are deliberately slow, so one a round is enough."""
    ours, djangos = get_hasher(), PBKDF2PasswordHasher()
    kept = [(hasher, hasher.encode(PASSWORD, hasher.salt())) for hasher in (ours, djangos)]
    one, other = (lambda hasher=hasher, encoded=encoded: _checked(hasher, encoded) for hasher, encoded in kept)
    mine, default = measure.cpu_in_turns(one, other, rounds=size.rounds)
    return {"login_x": mine / default}


def _checked(hasher, encoded):
    assert hasher.verify(PASSWORD, encoded)
