/*
 * What Go programs need and Wine 8 lacks, as a bcryptprimitives.dll, which
 * Go's runtime loads into every program before anything else.
 */
#include <windows.h>
#include <ntsecapi.h>
#include <string.h>

/* ProcessPrng is the function that the runtime takes from this DLL. */
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size)
{
	return RtlGenRandom(data, (ULONG)size);
}

/*
 * Wine 8 answers requests to delete an open file (FileDispositionInformationEx)
 * with STATUS_NOT_IMPLEMENTED. Windows before version 1607 answers with
 * STATUS_INVALID_INFO_CLASS, and then Go deletes in the way of these versions.
 */
enum { FILE_DISPOSITION_INFORMATION_EX = 64, INVALID_INFO_CLASS = (LONG)0xC0000003 };

typedef LONG WINAPI set_information(HANDLE, void *, void *, ULONG, ULONG);

static set_information *original;

static LONG WINAPI replaced(HANDLE file, void *status, void *data, ULONG size, ULONG class)
{
	if (class == FILE_DISPOSITION_INFORMATION_EX)
		return INVALID_INFO_CLASS;
	return original(file, status, data, size, class);
}

/* A system call of Wine is 32 bytes of code that work at any address. */
enum { CALL = 32 };

static const BYTE call_begins[] = {0x4c, 0x8b, 0xd1, 0xb8}; /* mov r10, rcx; mov eax, number */

BOOL WINAPI DllMain(HINSTANCE dll, DWORD reason, void *reserved)
{
	BYTE jump[] = {0x48, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xe0}; /* mov rax, address; jmp rax */
	set_information *to = replaced;
	BYTE *code, *copy;
	DWORD old;

	if (reason != DLL_PROCESS_ATTACH)
		return TRUE;
	code = (BYTE *)GetProcAddress(GetModuleHandleA("ntdll.dll"), "NtSetInformationFile");
	copy = VirtualAlloc(NULL, CALL, MEM_COMMIT | MEM_RESERVE, PAGE_EXECUTE_READWRITE);
	if (!code || !copy || memcmp(code, call_begins, sizeof call_begins))
		return FALSE; /* another Wine than this was written for */
	memcpy(copy, code, CALL);
	original = (set_information *)copy;
	memcpy(jump + 2, &to, sizeof to);
	if (!VirtualProtect(code, CALL, PAGE_EXECUTE_READWRITE, &old))
		return FALSE;
	memcpy(code, jump, sizeof jump);
	return VirtualProtect(code, CALL, old, &old);
}
