"""Security descriptors of a directory's entries: over LDAP, and in an LDIF file."""
