#ifndef WORKERS_H
#define WORKERS_H

long long run_workers(int count);

#endif
