// A stand-in with the signatures of https://learn.microsoft.com/previous-versions/office/sharepoint-server/
// ms478674(v=office.15) (SPWebService.ContentService), ms432736(v=office.15) (its WebApplications),
// ms425856(v=office.15) (SPWebApplication.GetResponseUri), jj165820(v=office.15) (UserPhotoImportEnabled) and
// jj175393(v=office.15) (UserPhotoOnlineImportEnabled).
using System;
using System.Collections;
using System.Collections.Generic;

namespace Microsoft.SharePoint.Administration
{
    public enum SPUrlZone { Default, Intranet, Internet, Custom, Extranet }

    public class SPWebApplication
    {
        private readonly string[] row;

        internal SPWebApplication(string[] row) { this.row = row; }

        public string DisplayName { get { return row[2]; } }
        public bool UserPhotoImportEnabled { get { return row[3] == "True"; } }
        public bool UserPhotoOnlineImportEnabled { get { return row[4] == "True"; } }
        public Uri GetResponseUri(SPUrlZone zone) { return new Uri(row[1]); }
    }

    public class SPWebApplicationCollection : IEnumerable<SPWebApplication>
    {
        public IEnumerator<SPWebApplication> GetEnumerator()
        {
            foreach (var row in StandIn.Service.Read())
                if (row[0] == "pictures") yield return new SPWebApplication(row);
        }

        IEnumerator IEnumerable.GetEnumerator() { return GetEnumerator(); }
    }

    public class SPWebService
    {
        public static SPWebService ContentService { get { return new SPWebService(); } }
        public SPWebApplicationCollection WebApplications { get { return new SPWebApplicationCollection(); } }
    }
}

namespace StandIn
{
    // The service application's state in the file that PYUPSYNC_STANDIN_SERVICE names: rows of cells in Base-64, parted
    // by tabs. "denied" lets nobody in; without the file there is no service application.
    public static class Service
    {
        public static bool IsThere { get { return System.IO.File.Exists(Path); } }

        private static string Path { get { return Environment.GetEnvironmentVariable("PYUPSYNC_STANDIN_SERVICE") ?? ""; } }

        public static List<string[]> Read()
        {
            var rows = new List<string[]>();
            foreach (var line in System.IO.File.ReadAllLines(Path))
                rows.Add(Array.ConvertAll(line.Split('\t'), Decoded));
            return rows;
        }

        public static void Write(IEnumerable<string[]> rows)
        {
            var lines = new List<string>();
            foreach (var row in rows) lines.Add(string.Join("\t", Array.ConvertAll(row, Encoded)));
            System.IO.File.WriteAllLines(Path, lines.ToArray());
        }

        private static string Decoded(string cell)
        {
            return System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(cell));
        }

        private static string Encoded(string text) { return Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text)); }
    }
}
