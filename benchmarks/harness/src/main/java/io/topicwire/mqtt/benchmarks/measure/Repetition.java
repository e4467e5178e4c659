package io.topicwire.mqtt.benchmarks.measure;

/**
 * Repeats work until the JVM has compiled it, finds out with it how much can be done in
 * the time that is measured, and measures that.
 */
final class Repetition {

	private static final int FIRST = 200;

	private static final int FIRST_BYTES = 8 * 1024 * 1024;

	private static final long BATCH_NANOS = 150_000_000;

	// So many batches, one after the other, that leave nothing to compile
	private static final int COMPILED = 3;

	private Repetition() {
	}

	static Result measure(Task task, Work work) throws Exception {
		long count = Math.max(1, Math.min(FIRST, FIRST_BYTES / Math.max(task.payload(), 1)));
		long deadline = System.nanoTime() + task.warmup() * 1_000_000L;
		int compiled = 0;
		double rate;
		do {
			long start = System.nanoTime();
			work.run(count);
			long time = System.nanoTime() - start;
			rate = (double) count / time;
			count = Math.max((long) Math.min(rate * BATCH_NANOS, count * 8.0), 1);
			boolean quiet = Compilers.await(deadline);
			compiled = (quiet && time > BATCH_NANOS / 2) ? compiled + 1 : 0;
		}
		while (compiled < COMPILED && System.nanoTime() < deadline);
		long measured = Math.max((long) (rate * task.duration() * 1_000_000L), 1);
		return work.run(measured);
	}

	/**
	 * Something that is done as often as is asked for.
	 */
	@FunctionalInterface
	interface Work {

		/**
		 * Work.
		 * @param count how often
		 * @return what it cost
		 * @throws Exception if it failed
		 */
		Result run(long count) throws Exception;

	}

}
