// A line for each rule that each file breaks:  java -cp JARS/* Judge.java 2a FILE…
import java.io.FileInputStream;
import java.io.InputStream;
import java.util.TreeSet;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

public class Judge {
  public static void main(String[] args) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    final var flavour = PDFAFlavour.byFlavourId(args[0]);
    for (int i = 1; i < args.length; ++i) {
      try (InputStream file = new FileInputStream(args[i]);
          PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour)) {
        final var found =
            Foundries.defaultInstance().createValidator(flavour, false).validate(parser);
        final var broken = new TreeSet<String>();
        for (TestAssertion one : found.getTestAssertions())
          if (one.getStatus() == TestAssertion.Status.FAILED)
            broken.add(one.getRuleId().getClause() + " " + one.getMessage());
        for (String rule : broken) System.out.println(args[i] + ": " + rule);
        if (broken.isEmpty() && !found.isCompliant()) System.out.println(args[i] + ": not compliant");
      }
    }
  }
}
