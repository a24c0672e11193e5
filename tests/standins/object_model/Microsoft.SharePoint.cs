// A stand-in with the signatures of
// https://learn.microsoft.com/previous-versions/office/sharepoint-server/ee543746(v=office.15) (SPServiceContext),
// https://learn.microsoft.com/previous-versions/office/sharepoint-server/ms474559(v=office.15) (SPSite).
using System;

namespace Microsoft.SharePoint
{
    public class SPSite : IDisposable
    {
        public SPSite(string requestUrl)
        {
            if (!requestUrl.StartsWith("https://mysite", StringComparison.Ordinal))
                throw new System.IO.FileNotFoundException("The Web application at " + requestUrl + " could not be found.");
        }

        public void Dispose() { }
    }

    public sealed class SPSiteSubscriptionIdentifier
    {
        public static SPSiteSubscriptionIdentifier Default { get { return new SPSiteSubscriptionIdentifier(); } }
    }

    public sealed class SPServiceContext
    {
        private SPServiceContext() { }

        public static SPServiceContext GetContext(SPSite site)
        {
            if (site == null) throw new ArgumentNullException("site");
            return new SPServiceContext();
        }

        public static SPServiceContext GetContext(
            Administration.SPServiceApplicationProxyGroup serviceApplicationProxyGroup,
            SPSiteSubscriptionIdentifier siteSubscriptionId)
        {
            if (serviceApplicationProxyGroup == null) throw new ArgumentNullException("serviceApplicationProxyGroup");
            return new SPServiceContext();
        }
    }
}

namespace Microsoft.SharePoint.Administration
{
    public class SPServiceApplicationProxyGroup
    {
        public static SPServiceApplicationProxyGroup Default { get { return new SPServiceApplicationProxyGroup(); } }
    }
}
