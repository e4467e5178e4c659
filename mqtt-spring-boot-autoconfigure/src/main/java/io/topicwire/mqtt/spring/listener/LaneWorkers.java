package io.topicwire.mqtt.spring.listener;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Places for what runs the steps of lanes. Not thread-safe but for {@link #start};
 * guarded by the lock of their {@link MessageLanes}.
 */
final class LaneWorkers {

	private static final Log logger = LogFactory.getLog(LaneWorkers.class);

	private final Executor executor;

	private final int places;

	private final Runnable work;

	// Also by what has run and is not done
	private int taken;

	// By those that have not looked for a lane yet
	private int starting;

	// Whether the log says already that none can be started
	private volatile boolean failing;

	/**
	 * Create places that nobody has taken.
	 * @param executor runs the workers
	 * @param places how many there may be at once
	 * @param work what they do
	 */
	LaneWorkers(Executor executor, int places, Runnable work) {
		this.executor = executor;
		this.places = places;
		this.work = work;
	}

	/**
	 * Reserve places for as many workers as can run something.
	 * @param ready how many lanes wait for one
	 * @return how many are to be {@link #start started} once the lock is released
	 */
	int reserve(int ready) {
		int reserved = Math.max(0, Math.min(this.places - this.taken, ready - this.starting));
		this.taken += reserved;
		this.starting += reserved;
		return reserved;
	}

	/**
	 * Start workers. To be called without the lock, because an executor may make its
	 * caller wait, or run the worker at once.
	 * @return how many the executor has refused, or could not start
	 */
	int start(int reserved) {
		for (int started = 0; started < reserved; started++) {
			try {
				this.executor.execute(this.work);
			}
			catch (RejectedExecutionException ex) {
				return reserved - started;
			}
			catch (RuntimeException | Error ex) {
				// Such as that there are no more threads to be had at the moment
				if (!this.failing) {
					this.failing = true;
					logger.error("A thread for a listener could not be started; its messages wait until one can be",
							ex);
				}
				return reserved - started;
			}
		}
		this.failing = false;
		return 0;
	}

	/**
	 * Give back the places of workers that were refused.
	 */
	void refused(int missing) {
		this.taken -= missing;
		this.starting -= missing;
	}

	/**
	 * Handle that a worker looks for a lane for the first time.
	 */
	void started() {
		this.starting--;
	}

	/**
	 * Give back the places of workers that have ended, or were left to something else.
	 */
	void leave(int workers) {
		this.taken -= workers;
	}

	boolean isEmpty() {
		return this.taken == 0;
	}

}
