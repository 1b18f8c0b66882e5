"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id with OWASP's second equivalent setting: 19 MiB, two passes, one lane.

    Django's default Argon2 (100 MiB, eight lanes) would let forty people logging in on deadline night take 4 GB. A
    changed number here re-hashes each password at its owner's next login.
    """

    time_cost = 2
    memory_cost = 19_456  # KiB
    parallelism = 1
