package io.topicwire.mqtt.store;

import java.io.IOException;
import java.nio.file.Path;

import io.topicwire.mqtt.session.SessionState;
import org.jspecify.annotations.Nullable;

/**
 * What can be saved of a damaged file, which stays as it is.
 *
 * @param contents what could be read, or {@code null} if there is nothing to be made of
 * the file
 * @param missingCommits how many commits are missing altogether
 * @param harmless whether all is there that anybody was told is stored
 * @param lastNumber the highest number that any message has had, as far as it is known
 */
record Salvage(@Nullable Contents contents, long missingCommits, boolean harmless, long lastNumber) {

	static Salvage of(Path path, byte[] owner) throws IOException {
		CommitMark mark;
		boolean headerIntact;
		try (BlockFile file = new BlockFile(path)) {
			mark = file.mark();
			headerIntact = file.format(owner) != null;
		}
		Contents newest = readNewest(path, mark);
		long lastNumber = (mark != null) ? mark.lastNumber() : 0;
		if (newest == null) {
			return new Salvage(null, 0, false, lastNumber);
		}
		if (newest.isTorn()) {
			Contents previous = read(path, false, newest.version() - 1);
			if (previous != null && previous.isComplete()) {
				return new Salvage(previous, missing(previous, mark),
						headerIntact && mark != null && previous.isUnharmed(mark), lastNumber);
			}
			if (previous != null) {
				newest.addMissing(previous);
			}
		}
		return new Salvage(newest, missing(newest, mark), false, lastNumber);
	}

	private static long missing(Contents contents, @Nullable CommitMark mark) {
		return (mark != null) ? Math.max(0, mark.version() - contents.version()) : 0;
	}

	private static @Nullable Contents readNewest(Path path, @Nullable CommitMark mark) throws IOException {
		Contents contents = read(path, false, Long.MAX_VALUE);
		if (contents != null && (mark == null || contents.version() >= mark.version())) {
			return contents;
		}
		Contents other = read(path, true, Long.MAX_VALUE);
		return (contents == null || (other != null && other.version() > contents.version())) ? other : contents;
	}

	private static @Nullable Contents read(Path path, boolean lenient, long newestVersion) throws IOException {
		try (BlockFile file = new BlockFile(path)) {
			FileView view = FileView.of(new SalvagedFileStore(file, lenient, newestVersion));
			if (view == null) {
				return null;
			}
			view.close();
			return view.contents();
		}
	}

	SessionState state() {
		SessionState state = (this.contents != null) ? this.contents.state() : SessionState.EMPTY;
		return new SessionState(state.publishes(), state.received(), Math.max(state.lastNumber(), this.lastNumber));
	}

}
