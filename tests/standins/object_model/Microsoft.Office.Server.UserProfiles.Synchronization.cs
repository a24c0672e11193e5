// A stand-in with the signatures of https://learn.microsoft.com/previous-versions/office/sharepoint-server/
// ms520134(v=office.15) (UserProfileConfigManager), ee577328 (IsSynchronizationRunning), ee586065 (StartSynchronization),
// ee581551 (StopSynchronization), ee579660 (SynchronizationStatus.State), ee577345 (SynchronizationState),
// ee583364 (ConnectionManager), ee585006 (its Item), ee579954 (ConnectionType), ee579917 (Connection.PropertyMapping: null for
// ActiveDirectoryImport), ee578326 (DirectoryServiceConnection), jj267769 (ActiveDirectoryImportConnection),
// ee583955 (BusinessDataCatalogConnection), ff411751 and ee579953 (DirectoryServiceNamingContext), ms498587 and ms490945
// (PropertyMapCollection, which has an enumerator and is no IEnumerable), ee586265 (AddNewExportMapping), ee580584
// (RemoveAllExportMappingsForAttribute), ms495149 and ms564946 (PropertyMap: one property to one attribute, else
// UPDuplicateEntryException), ee584285 (UserProfileApplicationNotAvailableException); all (v=office.15).
// DirectoryServiceConnection.AccountDomain is in none of them, but in what dsccommunity/SharePointDsc issue 953 prints of a
// farm; its non-public members of ActiveDirectoryImportConnection are those that this project's sources read by reflection.
//
// What there is stands in the file of StandIn.Service, in these rows:
//   connection NAME KIND SERVER SSL DOMAIN USER   then of it: context DN DOMAIN ISDOMAIN, of that: included DN, excluded DN
//   mapping PROPERTY ATTRIBUTE IMPORT EXPORT      of the connection before it
//   running LOOKS STATE                           a synchronization runs for so many looks more and ends in that state
//   next LOOKS STATE                              how the next one that is started runs and ends; 3 Idle when there is none
//   started KIND, stopped                         what was asked for
using System;
using System.Collections;
using System.Collections.Generic;
using Microsoft.SharePoint;

namespace Microsoft.Office.Server.UserProfiles
{
    public class UserProfileException : Exception
    {
        public UserProfileException(string msg) : base(msg) { }
    }

    public class UserProfileApplicationNotAvailableException : UserProfileException
    {
        public UserProfileApplicationNotAvailableException(string msg) : base(msg) { }
    }

    public class UPDuplicateEntryException : UserProfileException
    {
        public UPDuplicateEntryException(string msg) : base(msg) { }
    }

    public enum ProfileType { User = 1, Organization = 2, Group = 3 }

    public enum ConnectionType
    {
        ActiveDirectory, ActiveDirectoryLogon, ActiveDirectoryResource, BusinessDataCatalog, LdapEdirectory,
        LdapIBMDirectoryServer, LdapIPlanet, ActiveDirectoryImport, Moss
    }

    public enum SynchronizationState { Idle, Running, Error, Canceled }

    public class SynchronizationStatus
    {
        internal SynchronizationStatus(SynchronizationState state) { State = state; }

        public SynchronizationState State { get; private set; }
    }

    public class DirectoryServiceNamingContext
    {
        public DirectoryServiceNamingContext(
            string distinguishedName, string domainName, bool isDomain, Guid objectId, List<string> containersIncluded,
            List<string> containersExcluded, List<string> preferredDomainControllers, bool useOnlyPreferredDomainControllers)
        {
            DistinguishedName = distinguishedName;
            DomainName = domainName;
            IsDomain = isDomain;
            ContainersIncluded = containersIncluded;
            ContainersExcluded = containersExcluded;
        }

        public string DistinguishedName { get; private set; }
        public string DomainName { get; private set; }
        public bool IsDomain { get; private set; }
        public List<string> ContainersIncluded { get; private set; }
        public List<string> ContainersExcluded { get; private set; }
    }

    public class ProfileTypeProperty
    {
        internal ProfileTypeProperty(string name) { Name = name; }

        public string Name { get; private set; }
    }

    public class PropertyMap
    {
        private readonly PropertyMapCollection owner;

        internal PropertyMap(PropertyMapCollection owner, string[] row)
        {
            this.owner = owner;
            ProfileProperty = new ProfileTypeProperty(row[1]);
            DataSourcePropertyName = row[2];
            IsImport = row[3] == "True";
            IsExport = row[4] == "True";
        }

        public ProfileTypeProperty ProfileProperty { get; private set; }
        public string DataSourcePropertyName { get; set; }
        public bool IsImport { get; private set; }
        public bool IsExport { get; private set; }
        public PropertyMapCollection PropertyMapCollection { get { return owner; } }

        public void Delete() { owner.Drop(this); }

        internal string[] Row
        {
            get
            {
                return new[] { "mapping", ProfileProperty.Name, DataSourcePropertyName, IsImport.ToString(), IsExport.ToString() };
            }
        }
    }

    public class PropertyMapCollection
    {
        private readonly List<PropertyMap> maps = new List<PropertyMap>();
        private readonly string connection;

        internal PropertyMapCollection(string connection) { this.connection = connection; }

        public int Count { get { return maps.Count; } }

        public PropertyMap this[string propertyName]
        {
            get { return maps.Find(map => map.ProfileProperty.Name == propertyName); }
        }

        public IEnumerator GetEnumerator() { return maps.ToArray().GetEnumerator(); }

        public void AddNewExportMapping(ProfileType type, string mossPropertyName, string maAttributeName)
        {
            Add(new[] { "mapping", mossPropertyName, maAttributeName, "False", "True" });
        }

        public void AddNewMapping(ProfileType type, string mossPropertyName, string maAttributeName)
        {
            Add(new[] { "mapping", mossPropertyName, maAttributeName, "True", "False" });
        }

        public void RemoveAllExportMappingsForAttribute(string mossPropertyName)
        {
            maps.RemoveAll(map => map.ProfileProperty.Name == mossPropertyName && map.IsExport);
            Save();
        }

        internal void Take(string[] row) { maps.Add(new PropertyMap(this, row)); }

        internal void Drop(PropertyMap map)
        {
            maps.Remove(map);
            Save();
        }

        private void Add(string[] row)
        {
            foreach (var map in maps)
                if (map.ProfileProperty.Name == row[1] || map.DataSourcePropertyName == row[2])
                    throw new UPDuplicateEntryException("Property Already Mapped: " + row[1]);
            Take(row);
            Save();
        }

        private void Save()
        {
            var left = new List<string[]>();
            var own = false;
            foreach (var row in StandIn.Service.Read())
            {
                if (row[0] == "connection") own = row[1] == connection;
                if (!(own && row[0] == "mapping")) left.Add(row);
                if (own && row[0] == "connection") maps.ForEach(map => left.Add(map.Row));
            }
            StandIn.Service.Write(left);
        }
    }

    public abstract class Connection
    {
        internal Connection(string[] row)
        {
            DisplayName = row[1];
            Type = (ConnectionType)Enum.Parse(typeof(ConnectionType), row[2]);
        }

        public string DisplayName { get; private set; }
        public ConnectionType Type { get; private set; }
        public virtual PropertyMapCollection PropertyMapping { get { return null; } }
        public bool IsDirectoryService { get { return Type != ConnectionType.BusinessDataCatalog; } }

        internal virtual void Take(string[] row) { PropertyMapping.Take(row); }
        internal virtual List<DirectoryServiceNamingContext> Contexts { get { return null; } }
    }

    public class DirectoryServiceConnection : Connection
    {
        private readonly PropertyMapCollection mappings;

        internal DirectoryServiceConnection(string[] row) : base(row)
        {
            mappings = new PropertyMapCollection(row[1]);
            NamingContexts = new List<DirectoryServiceNamingContext>();
            Server = row[3];
            UseSSL = row[4] == "True";
            AccountDomain = row[5];
            AccountUsername = row[6];
        }

        public string Server { get; set; }
        public bool UseSSL { get; set; }
        public string AccountDomain { get; private set; }
        public string AccountUsername { get; private set; }
        public List<DirectoryServiceNamingContext> NamingContexts { get; set; }
        public override PropertyMapCollection PropertyMapping { get { return mappings; } }
        internal override List<DirectoryServiceNamingContext> Contexts { get { return NamingContexts; } }
    }

    public class BusinessDataCatalogConnection : Connection
    {
        private readonly PropertyMapCollection mappings;

        internal BusinessDataCatalogConnection(string[] row) : base(row)
        {
            mappings = new PropertyMapCollection(row[1]);
            SystemName = row[3];
        }

        public string SystemName { get; set; }
        public override PropertyMapCollection PropertyMapping { get { return mappings; } }
    }

    public class ActiveDirectoryImportConnection : Connection
    {
        private readonly List<ADImportMapping> maps = new List<ADImportMapping>();

        internal ActiveDirectoryImportConnection(string[] row) : base(row)
        {
            NamingContexts = new List<DirectoryServiceNamingContext>();
            UseSSL = row[4] == "True";
            AccountDomain = row[5];
            AccountUsername = row[6];
        }

        internal List<DirectoryServiceNamingContext> NamingContexts { get; set; }
        internal string AccountDomain { get; private set; }
        internal string AccountUsername { get; private set; }
        internal bool UseSSL { get; private set; }
        internal override List<DirectoryServiceNamingContext> Contexts { get { return NamingContexts; } }
        internal IEnumerable<ADImportMapping> ADImportPropertyMappings() { return maps; }
        internal override void Take(string[] row) { maps.Add(new ADImportMapping(row[1], row[2])); }
    }

    internal class ADImportMapping
    {
        internal readonly string ProfileProperty;
        internal readonly string ADAttribute;

        internal ADImportMapping(string profileProperty, string adAttribute)
        {
            ProfileProperty = profileProperty;
            ADAttribute = adAttribute;
        }
    }

    public class ConnectionManager : IEnumerable<Connection>
    {
        private readonly List<Connection> connections = new List<Connection>();

        internal ConnectionManager()
        {
            foreach (var row in StandIn.Service.Read())
            {
                if (row[0] == "connection") connections.Add(Made(row));
                else if (row[0] == "context") Last.Contexts.Add(Context(row));
                else if (row[0] == "included") LastContext.ContainersIncluded.Add(row[1]);
                else if (row[0] == "excluded") LastContext.ContainersExcluded.Add(row[1]);
                else if (row[0] == "mapping") Last.Take(row);
            }
        }

        public int Count { get { return connections.Count; } }
        public Connection this[string displayName] { get { return connections.Find(one => one.DisplayName == displayName); } }
        public bool Contains(string displayName) { return this[displayName] != null; }
        public IEnumerator<Connection> GetEnumerator() { return connections.GetEnumerator(); }
        IEnumerator IEnumerable.GetEnumerator() { return GetEnumerator(); }

        private Connection Last { get { return connections[connections.Count - 1]; } }
        private DirectoryServiceNamingContext LastContext { get { return Last.Contexts[Last.Contexts.Count - 1]; } }

        private static Connection Made(string[] row)
        {
            if (row[2] == "ActiveDirectoryImport") return new ActiveDirectoryImportConnection(row);
            if (row[2] == "BusinessDataCatalog") return new BusinessDataCatalogConnection(row);
            return new DirectoryServiceConnection(row);
        }

        private static DirectoryServiceNamingContext Context(string[] row)
        {
            return new DirectoryServiceNamingContext(
                row[1], row[2], row[3] == "True", Guid.Empty, new List<string>(), new List<string>(), new List<string>(), false);
        }
    }

    public class UserProfileConfigManager
    {
        public UserProfileConfigManager(SPServiceContext serviceContext)
        {
            if (serviceContext == null) throw new ArgumentNullException("serviceContext");
            if (!StandIn.Service.IsThere)
                throw new UserProfileApplicationNotAvailableException(
                    "UserProfileApplicationNotAvailableException_Logging :: UserProfileApplicationProxy.ApplicationProperties ProfilePropertyCache does not have x");
            if (StandIn.Service.Read().Exists(row => row[0] == "denied"))
                throw new UnauthorizedAccessException("Attempted to perform an unauthorized operation.");
        }

        public ConnectionManager ConnectionManager { get { return new ConnectionManager(); } }

        public bool IsSynchronizationRunning()
        {
            var rows = StandIn.Service.Read();
            var running = rows.Find(row => row[0] == "running");
            if (running == null || running[1] == "0") return false;
            running[1] = (int.Parse(running[1]) - 1).ToString();
            StandIn.Service.Write(rows);
            return true;
        }

        public SynchronizationStatus GetSynchronizationStatus()
        {
            var rows = StandIn.Service.Read();
            if (!rows.Exists(row => row[0] == "connection" && row[2] != "ActiveDirectoryImport"))
                throw new InvalidOperationException("This operation is not supported.");
            var running = rows.Find(row => row[0] == "running");
            if (running == null) return new SynchronizationStatus(SynchronizationState.Idle);
            if (running[1] != "0") return new SynchronizationStatus(SynchronizationState.Running);
            return new SynchronizationStatus((SynchronizationState)Enum.Parse(typeof(SynchronizationState), running[2]));
        }

        public void StartSynchronization() { StartSynchronization(false); }

        public void StartSynchronization(bool fullSynchronization)
        {
            var rows = StandIn.Service.Read();
            var next = rows.Find(row => row[0] == "next") ?? new[] { "next", "3", "Idle" };
            rows.RemoveAll(row => row[0] == "running");
            rows.Add(new[] { "running", next[1], next[2] });
            rows.Add(new[] { "started", fullSynchronization ? "full" : "incremental" });
            StandIn.Service.Write(rows);
        }

        public void StopSynchronization()
        {
            var rows = StandIn.Service.Read();
            rows.RemoveAll(row => row[0] == "running");
            rows.Add(new[] { "running", "0", "Canceled" });
            rows.Add(new[] { "stopped" });
            StandIn.Service.Write(rows);
        }
    }
}
