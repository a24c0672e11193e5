"""Gets SharePoint profile pictures into Active Directory."""
