/* Makes advapi32's registry calls in Wine, told so line by line, for winreg_wine.py.
 *
 * A line in: an operation and its arguments, separated by blanks. Numbers and handles are hexadecimal, texts and data are
 * the hexadecimal digits of their bytes (texts in UTF-16LE without NUL), "-" for none. A line out: the call's result in
 * decimal, then what it returned. */
#include <windows.h>
#include <fcntl.h>
#include <io.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROOM (1 << 21)
static char line[4 * ROOM];
static char *arguments[6];
static WCHAR text[2][32768];
static BYTE data[ROOM];

static DWORD bytes_of(const char *digits, BYTE *to, DWORD room)
{
    DWORD length = 0;
    unsigned byte;
    if (!strcmp(digits, "-")) return 0;
    for (; digits[0] && digits[1] && length < room; digits += 2, length++) {
        sscanf(digits, "%2x", &byte);
        to[length] = (BYTE)byte;
    }
    return length;
}

static WCHAR *text_of(const char *digits, WCHAR *to)
{
    to[bytes_of(digits, (BYTE *)to, sizeof text[0] - sizeof(WCHAR)) / sizeof(WCHAR)] = 0;
    return to;
}

static void say(const void *bytes, DWORD length)
{
    const BYTE *at = bytes;
    if (!length) printf(" -");
    else putchar(' ');
    while (length--) printf("%02x", *at++);
}

static HKEY key_of(const char *digits)
{
    return (HKEY)(ULONG_PTR)strtoull(digits, NULL, 16);
}

static DWORD number_of(const char *digits)
{
    return strtoul(digits, NULL, 16);
}

/* What loading and unloading needs; the process ends with the tests. */
static LONG enable(const WCHAR *name)
{
    TOKEN_PRIVILEGES wanted = {1, {{{0, 0}, SE_PRIVILEGE_ENABLED}}};
    HANDLE token;
    LONG result = 0;
    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_ADJUST_PRIVILEGES, &token)) return GetLastError();
    if (!LookupPrivilegeValueW(NULL, name, &wanted.Privileges[0].Luid)) result = GetLastError();
    else if (!AdjustTokenPrivileges(token, FALSE, &wanted, 0, NULL, NULL)) result = GetLastError();
    else result = GetLastError();
    CloseHandle(token);
    return result;
}

static void look_up(void)
{
    SID_NAME_USE use;
    DWORD length = SECURITY_MAX_SID_SIZE, domain = 32768;
    BOOL done = LookupAccountNameW(NULL, text_of(arguments[1], text[0]), data, &length, text[1], &domain, &use);
    printf("%ld", (long)(done ? 0 : GetLastError()));
    say(data, done ? GetLengthSid((PSID)data) : 0);
}

static void open_or_create(int create)
{
    HKEY key = NULL;
    WCHAR *name = text_of(arguments[2], text[0]);
    LONG result = create
        ? RegCreateKeyExW(key_of(arguments[1]), name, 0, NULL, 0, number_of(arguments[3]), NULL, &key, NULL)
        : RegOpenKeyExW(key_of(arguments[1]), name, 0, number_of(arguments[3]), &key);
    printf("%ld %llx", (long)result, (unsigned long long)(ULONG_PTR)key);
}

static void enumerate_values(void)
{
    DWORD name = 32767, type = 0, length = sizeof data;
    LONG result = RegEnumValueW(key_of(arguments[1]), number_of(arguments[2]), text[0], &name, NULL, &type, data, &length);
    printf("%ld", (long)result);
    say(text[0], result ? 0 : name * sizeof(WCHAR));
    printf(" %lx", (unsigned long)type);
    say(data, result ? 0 : length);
}

static void query(void)
{
    DWORD type = 0, length = sizeof data;
    LONG result = RegQueryValueExW(key_of(arguments[1]), text_of(arguments[2], text[0]), NULL, &type, data, &length);
    printf("%ld %lx", (long)result, (unsigned long)type);
    say(data, result ? 0 : length);
}

static void enumerate_keys(void)
{
    DWORD name = 32767;
    LONG result = RegEnumKeyExW(key_of(arguments[1]), number_of(arguments[2]), text[0], &name, NULL, NULL, NULL, NULL);
    printf("%ld", (long)result);
    say(text[0], result ? 0 : name * sizeof(WCHAR));
}

static void expand(void)
{
    DWORD length = ExpandEnvironmentStringsW(text_of(arguments[1], text[0]), text[1], 32768);
    printf("0");
    say(text[1], (length - 1) * sizeof(WCHAR));
}

static LONG simple(const char *what)
{
    DWORD length;
    LONG result;
    if (!strcmp(what, "close")) return RegCloseKey(key_of(arguments[1]));
    if (!strcmp(what, "delete_value")) return RegDeleteValueW(key_of(arguments[1]), text_of(arguments[2], text[0]));
    if (!strcmp(what, "delete_key"))
        return RegDeleteKeyExW(key_of(arguments[1]), text_of(arguments[2], text[0]), number_of(arguments[3]), 0);
    if (!strcmp(what, "set")) {
        length = bytes_of(arguments[4], data, sizeof data);
        return RegSetValueExW(key_of(arguments[1]), text_of(arguments[2], text[0]), 0, number_of(arguments[3]), data, length);
    }
    result = enable(L"SeRestorePrivilege");
    if (!result) result = enable(L"SeBackupPrivilege");
    if (result) return result;
    if (!strcmp(what, "unload")) return RegUnLoadKeyW(HKEY_USERS, text_of(arguments[1], text[0]));
    if (!strcmp(what, "load")) return RegLoadKeyW(HKEY_USERS, text_of(arguments[1], text[0]), text_of(arguments[2], text[1]));
    return ERROR_INVALID_FUNCTION;
}

static void answer(const char *what)
{
    if (!strcmp(what, "open") || !strcmp(what, "create")) open_or_create(*what == 'c');
    else if (!strcmp(what, "values")) enumerate_values();
    else if (!strcmp(what, "keys")) enumerate_keys();
    else if (!strcmp(what, "get")) query();
    else if (!strcmp(what, "expand")) expand();
    else if (!strcmp(what, "account")) look_up();
    else printf("%ld", (long)simple(what));
}

int main(void)
{
    _setmode(_fileno(stdin), _O_BINARY);
    _setmode(_fileno(stdout), _O_BINARY);
    while (fgets(line, sizeof line, stdin)) {
        int count = 0;
        char *word = strtok(line, " \r\n");
        memset(arguments, 0, sizeof arguments);
        for (; word && count < 6; word = strtok(NULL, " \r\n")) arguments[count++] = word;
        while (count < 6) arguments[count++] = (char *)"-";
        answer(arguments[0]);
        printf("\n");
        fflush(stdout);
    }
    return 0;
}
