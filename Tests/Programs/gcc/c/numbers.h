#ifndef NUMBERS_H
#define NUMBERS_H

void print_numbers(void);

#endif
