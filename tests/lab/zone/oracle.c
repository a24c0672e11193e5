/* oracle.exe: asks urlmon's IInternetSecurityManager::MapUrlToZone which zone URLs are in.
 *
 * Standard input, UTF-8, a line each:
 *   use USER MACHINE   (tab-separated) judge from now on with the key USER as HKEY_CURRENT_USER and MACHINE as
 *                      HKEY_LOCAL_MACHINE; "-" for the real one. Keys begin with HKCU\, HKLM\ or HKU\.
 *   url URL            (tab-separated) print "<HRESULT in hex> TAB <zone>" on a line of its own.
 * Exit code 0; 2 when there is no security manager, 3 when a line or a key cannot be used.
 */
#define COBJMACROS
#define INITGUID
#include <windows.h>
#include <urlmon.h>
#include <fcntl.h>
#include <io.h>
#include <stdio.h>
#include <string.h>

static char line[1 << 16];
static WCHAR wide[1 << 16];

static const WCHAR *to_wide(const char *text)
{
    return MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text, -1, wide, sizeof wide / sizeof *wide) ? wide : NULL;
}

static LONG override_root(HKEY root, const char *path)
{
    static const struct { const char *name; HKEY key; } roots[] = {
        {"HKCU\\", HKEY_CURRENT_USER}, {"HKLM\\", HKEY_LOCAL_MACHINE}, {"HKU\\", HKEY_USERS}};
    LONG failed = ERROR_INVALID_PARAMETER;
    HKEY key;
    size_t i;

    if (!strcmp(path, "-")) return ERROR_SUCCESS;
    for (i = 0; i < sizeof roots / sizeof *roots; i++) {
        size_t length = strlen(roots[i].name);
        if (strncmp(path, roots[i].name, length)) continue;
        if (!to_wide(path + length)) break;
        failed = RegOpenKeyExW(roots[i].key, wide, 0, KEY_READ, &key);
        if (!failed) failed = RegOverridePredefKey(root, key);
        break;
    }
    return failed;
}

/* Both keys are opened before either root is overridden, since both may lie below the same one. */
static LONG use(char *user, char *machine)
{
    LONG failed;

    RegOverridePredefKey(HKEY_CURRENT_USER, NULL);
    RegOverridePredefKey(HKEY_LOCAL_MACHINE, NULL);
    failed = override_root(HKEY_LOCAL_MACHINE, machine);
    return failed ? failed : override_root(HKEY_CURRENT_USER, user);
}

int main(void)
{
    IInternetSecurityManager *manager = NULL;

    _setmode(_fileno(stdin), _O_BINARY);
    _setmode(_fileno(stdout), _O_BINARY);
    CoInitialize(NULL);
    if (FAILED(CoInternetCreateSecurityManager(NULL, &manager, 0))) return 2;
    while (fgets(line, sizeof line, stdin)) {
        char *word = strtok(line, "\t\r\n"), *first = strtok(NULL, "\t\r\n"), *second = strtok(NULL, "\t\r\n");
        if (!word || !first) return 3;
        if (!strcmp(word, "use")) {
            LONG failed = second ? use(first, second) : ERROR_INVALID_PARAMETER;
            if (failed) {
                fprintf(stderr, "use %s %s: error %ld\n", first, second ? second : "", (long)failed);
                return 3;
            }
        } else if (!strcmp(word, "url") && to_wide(first)) {
            DWORD zone = (DWORD)-1;
            HRESULT result = IInternetSecurityManager_MapUrlToZone(manager, wide, &zone, 0);
            printf("%08lx\t%d\n", (unsigned long)result, (int)zone);
        } else {
            return 3;
        }
    }
    fflush(stdout);
    IInternetSecurityManager_Release(manager);
    CoUninitialize();
    return 0;
}
