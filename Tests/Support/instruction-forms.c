// Instructions of every form, with what Zydis says of each: bytes, length, and whether its address is part of its meaning.
#include <Zydis/Zydis.h>
#include <stdio.h>
#include <string.h>

static ZydisDecoder decoder;

static void show(const unsigned char *code, unsigned count) {
  ZydisDecodedInstruction i;
  if (!ZYAN_SUCCESS(ZydisDecoderDecodeInstruction(&decoder, NULL, code, count, &i))) return;
  int stays = !(i.attributes & ZYDIS_ATTRIB_IS_RELATIVE) && i.meta.branch_type == ZYDIS_BRANCH_TYPE_NONE && i.meta.category != ZYDIS_CATEGORY_RET &&
              i.meta.category != ZYDIS_CATEGORY_INTERRUPT && i.meta.category != ZYDIS_CATEGORY_SYSCALL;
  for (unsigned n = 0; n < i.length; n++) printf("%02x", code[n]);
  printf(" %d %d\n", i.length, stays);
}

int main(int argc, char **argv) {
  int wide = argc > 1 && !strcmp(argv[1], "64");
  ZydisDecoderInit(&decoder, wide ? ZYDIS_MACHINE_MODE_LONG_64 : ZYDIS_MACHINE_MODE_LEGACY_32, wide ? ZYDIS_STACK_WIDTH_64 : ZYDIS_STACK_WIDTH_32);
  static const char *const starts[] = {"", "\x66", "\x67", "\xf3", "\xf2", "\x2e", "\x66\x67", "\x48", "\x66\x48", "\x41"};
  static const struct { const char *bytes; int count; } maps[] = {
      {"", 0}, {"\x0f", 1}, {"\x0f\x38", 2}, {"\x0f\x3a", 2}, {"\xc5\xf8", 2}, {"\xc5\xfd", 2}, {"\xc4\xe1\x78", 3}, {"\xc4\xe2\x79", 3},
      {"\xc4\xe3\x79", 3}, {"\x62\xf1\x7c\x48", 4}, {"\x62\xf1\xfd\x48", 4}, {"\x62\xf2\x7d\x48", 4}, {"\x62\xf3\x7d\x48", 4}};
  for (int s = 0; s < (wide ? 10 : 7); s++)
    for (unsigned m = 0; m < sizeof maps / sizeof *maps; m++)
      for (int opcode = 0; opcode < 256; opcode++)
        for (int form = 0; form < 256; form++) {
          if ((s || m > 3) && form % 7 && (form & 7) != 4 && (form & 7) != 5) continue;
          unsigned char code[20];
          memset(code, 0x25, sizeof code);
          int at = strlen(starts[s]);
          memcpy(code, starts[s], at);
          memcpy(code + at, maps[m].bytes, maps[m].count);
          at += maps[m].count;
          code[at] = opcode;
          code[at + 1] = form;
          show(code, 15);
        }
}
