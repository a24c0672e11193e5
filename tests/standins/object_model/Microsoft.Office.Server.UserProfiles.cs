// A stand-in with the signatures of
// https://learn.microsoft.com/previous-versions/office/sharepoint-server/ms564516(v=office.15) (UserProfileManager),
// https://learn.microsoft.com/previous-versions/office/sharepoint-server/ee584246(v=office.15) (GetEnumerator),
// https://learn.microsoft.com/previous-versions/office/sharepoint-server/ee575631(v=office.15) (Count).
// PYUPSYNC_STANDIN_PROFILES names a file of profiles: account, picture and name in Base-64, parted by tabs. An account
// of "fault" fails when it is read, one of "break" ends the enumeration, one of "denied" lets nobody in.
using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Text;
using Microsoft.SharePoint;

namespace Microsoft.Office.Server.UserProfiles
{
    public abstract class ProfileValueCollectionBase : IEnumerable
    {
        private readonly ArrayList values = new ArrayList();

        internal void Fill(string text) { if (text.Length > 0) values.Add(text); }

        public object Value { get { return values.Count > 0 ? values[0] : null; } }
        public int Count { get { return values.Count; } }
        public IEnumerator GetEnumerator() { return values.GetEnumerator(); }
    }

    public class UserProfileValueCollection : ProfileValueCollectionBase { }

    public abstract class ProfileBase { }

    public sealed class UserProfile : ProfileBase
    {
        private readonly Dictionary<string, string> texts;

        internal UserProfile(Dictionary<string, string> texts) { this.texts = texts; }

        public UserProfileValueCollection this[string strPropName]
        {
            get
            {
                if (texts["AccountName"] == "fault")
                    throw new NullReferenceException("Object reference not set to an instance of an object.");
                var found = new UserProfileValueCollection();
                found.Fill(texts[strPropName]);
                return found;
            }
        }
    }

    public abstract class ProfileManagerBase : IEnumerable
    {
        public abstract long Count { get; }
        public abstract IEnumerator GetEnumerator();
    }

    public class UserProfileManager : ProfileManagerBase
    {
        private readonly List<Dictionary<string, string>> people = new List<Dictionary<string, string>>();
        private readonly bool complete;

        public UserProfileManager(SPServiceContext serviceContext, bool IgnoreUserPrivacy)
        {
            if (serviceContext == null) throw new ArgumentNullException("serviceContext");
            complete = IgnoreUserPrivacy;
            foreach (var line in File.ReadAllLines(Environment.GetEnvironmentVariable("PYUPSYNC_STANDIN_PROFILES")))
            {
                var cells = line.Split('\t');
                var texts = new Dictionary<string, string>();
                texts["AccountName"] = Decoded(cells[0]);
                texts["PictureURL"] = complete ? Decoded(cells[1]) : "";
                texts["PreferredName"] = Decoded(cells[2]);
                if (texts["AccountName"] == "denied")
                    throw new UnauthorizedAccessException("Attempted to perform an unauthorized operation.");
                people.Add(texts);
            }
        }

        public override long Count { get { return people.Count; } }

        public override IEnumerator GetEnumerator()
        {
            foreach (var texts in people)
            {
                if (texts["AccountName"] == "break")
                    throw new InvalidOperationException("The database is not available.\r\nSecond line.");
                yield return new UserProfile(texts);
            }
        }

        private static string Decoded(string cell) { return Encoding.UTF8.GetString(Convert.FromBase64String(cell)); }
    }
}
