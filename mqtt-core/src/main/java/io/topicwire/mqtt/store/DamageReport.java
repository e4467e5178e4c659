package io.topicwire.mqtt.store;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;

import io.topicwire.mqtt.store.RecordCodec.Summary;
import org.jspecify.annotations.Nullable;

/**
 * Tells the log what has become of a damaged file.
 */
final class DamageReport {

	private static final Logger logger = System.getLogger(DiskSessionStore.class.getName());

	private DamageReport() {
	}

	static void unfinished(Path path) {
		logger.log(Level.INFO, "The last write to session store '" + path
				+ "' was not finished and is dropped; what was stored before is there");
	}

	static void damaged(Path path, Path quarantine, Salvage salvage) {
		String kept = " The damaged file is kept as '" + quarantine + "': delete it when nobody needs it any more";
		Contents contents = salvage.contents();
		if (contents == null) {
			logger.log(Level.ERROR, "Session store '" + path
					+ "' cannot be read, so that its session begins anew: what was to be sent is lost." + kept);
			return;
		}
		logger.log(Level.WARNING,
				"Session store '" + path + "' was damaged. " + recovered(contents)
						+ (mayRepeat(contents) ? "; some of them may be sent again" : "")
						+ ((salvage.missingCommits() > 0)
								? "; the last changes are missing (" + salvage.missingCommits() + " commits)." : ".")
						+ kept);
	}

	private static String recovered(Contents contents) {
		Summary expected = contents.expected();
		return "Recovered: messages to send "
				+ of(contents.publishCount(), (expected != null) ? expected.publishes() : null)
				+ ", exchanges under way "
				+ of(contents.exchangeCount(), (expected != null) ? expected.exchanges() : null)
				+ ", received packet identifiers "
				+ of(contents.receiptCount(), (expected != null) ? expected.receipts() : null);
	}

	// Those whose end is not known any more
	private static boolean mayRepeat(Contents contents) {
		Summary expected = contents.expected();
		return expected == null || contents.publishCount() > expected.publishes()
				|| contents.exchangeCount() < expected.exchanges();
	}

	private static String of(int recovered, @Nullable Long expected) {
		return recovered + " of " + ((expected != null) ? expected : "an unknown number");
	}

}
