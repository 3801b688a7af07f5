"""Which models a program and its configuration name, in which role, and which judges are kin to what they grade."""
