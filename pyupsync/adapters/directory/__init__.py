"""People and their thumbnailPhoto: LDAP and LDIF."""
