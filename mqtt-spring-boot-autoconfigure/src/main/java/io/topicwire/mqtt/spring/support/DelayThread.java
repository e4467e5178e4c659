package io.topicwire.mqtt.spring.support;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The thread that the platform starts for delayed actions, and never ends. It would keep
 * the context class loader of whoever is the first to need it, such as that of an
 * application that the tools for developers have restarted; before Java 24 it keeps the
 * access control context of that thread still, one for the whole life of the virtual
 * machine. For what delays actions in this library; an application has no use for it.
 *
 * @since 0.1.0
 */
public final class DelayThread {

	static {
		Thread thread = Thread.currentThread();
		ClassLoader classLoader = thread.getContextClassLoader();
		thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
		try {
			CompletableFuture.delayedExecutor(1, TimeUnit.NANOSECONDS).execute(() -> {
			});
		}
		finally {
			thread.setContextClassLoader(classLoader);
		}
	}

	private DelayThread() {
	}

	/**
	 * Have the thread started, once, without anything of the caller. Comes before the
	 * first delayed action, from any thread.
	 */
	public static void start() {
		// Done when this class is initialized
	}

	/**
	 * Run an action later, not by way of the executor of a listener, which may refuse.
	 * @param delay when
	 * @param action what to run; has to return at once
	 */
	public static void execute(Duration delay, Runnable action) {
		CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS).execute(action);
	}

}
