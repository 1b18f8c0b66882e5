"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id with the setting of OWASP's table that takes the least memory: 7 MiB, five passes, one lane.

    All of the table's settings defend alike; this one fits a processor's cache and costs the least time (``login_x`` of
    the benchmark). Django's default Argon2 (100 MiB, eight lanes) would let forty people logging in on deadline night
    take 4 GB. A changed number here re-hashes each password at its owner's next login.
    """

    time_cost = 5
    memory_cost = 7_168  # KiB
    parallelism = 1
